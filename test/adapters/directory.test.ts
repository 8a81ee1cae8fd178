import { mkdirSync, symlinkSync, writeFileSync } from 'node:fs'
import { join } from 'node:path'
import { gzipSync } from 'node:zlib'
import t from 'tap'
import { directoryLogObjects } from '../../adapters/directory.ts'
import { textOfLatin1 } from '../../domain/latin1.ts'
import type { LogObject, LogObjects } from '../../domain/ports.ts'

async function listed(objects: LogObjects): Promise<LogObject[]> {
  const all: LogObject[] = []
  for await (const object of objects.list()) all.push(object)
  return all
}

async function keysOf(objects: LogObjects): Promise<string[]> {
  return (await listed(objects)).map(({ key }) => key)
}

async function linesOf(objects: LogObjects, key: string): Promise<string[]> {
  const texts: string[] = []
  for await (const lines of objects.lines(key)) texts.push(...lines.map(({ latin1 }) => textOfLatin1(latin1)))
  return texts
}

t.test('files are listed by their paths, in the order of keys', async (t) => {
  const folder = t.testdir({ b: { 'x.gz': 'x', c: { y: '' } }, 'b-1': '1', a: '', 'b.z': 'z', empty: {} })
  const objects = directoryLogObjects(folder)
  const keys = await keysOf(objects)
  t.same(keys, ['a', 'b-1', 'b.z', 'b/c/y', 'b/x.gz'])
  t.same(keys, [...keys].sort())
})

t.test('lines are read plain and compressed', async (t) => {
  const folder = t.testdir({ logs: { plain: 'a\nb' } })
  writeFileSync(join(folder, 'logs/zipped'), gzipSync('c\nd\n'))
  const objects = directoryLogObjects(folder)
  t.same(await linesOf(objects, 'logs/plain'), ['a', 'b'])
  t.same(await linesOf(objects, 'logs/zipped'), ['c', 'd'])
  await t.rejects(linesOf(objects, 'logs/none'), { code: 'ENOENT' })
})

t.test('the version changes with the content', async (t) => {
  const folder = t.testdir({ a: '1' })
  const only = async () => (await listed(directoryLogObjects(folder)))[0]
  const before = await only()
  t.match(before, { key: 'a', bytes: 1 })
  t.same(await only(), before)
  writeFileSync(join(folder, 'a'), '22')
  t.not((await only())?.version, before?.version)
})

t.test('links are followed, but not in circles', async (t) => {
  const folder = t.testdir({ a: { f: '' }, elsewhere: {} })
  symlinkSync(join(folder, 'a'), join(folder, 'a', 'loop'))
  symlinkSync(folder, join(folder, 'a', 'up'))
  symlinkSync(join(folder, 'nowhere'), join(folder, 'broken'))
  symlinkSync(join(folder, 'self'), join(folder, 'self'))
  symlinkSync(join(folder, 'a', 'f'), join(folder, 'g'))
  const keys = await keysOf(directoryLogObjects(folder))
  t.ok(keys.includes('a/f') && keys.includes('g'))
  t.ok(keys.length < 10, keys.join())
})

t.test('a folder inside of a log tree keeps the names of the tree', async (t) => {
  const inside = 'AWSLogs/111122223333/BedrockModelInvocationLogs'
  const folder = t.testdir({})
  mkdirSync(join(folder, inside, 'us-east-1'), { recursive: true })
  writeFileSync(join(folder, inside, 'us-east-1', 'f'), 'x')
  const whole = directoryLogObjects(folder)
  t.same(await keysOf(whole), [`${inside}/us-east-1/f`])
  const part = directoryLogObjects(join(folder, 'AWSLogs', '111122223333'))
  t.same(await keysOf(part), [`${inside}/us-east-1/f`])
  t.same(await linesOf(part, `${inside}/us-east-1/f`), ['x'])
})

t.test('a key leads nowhere outside of the folder', async (t) => {
  const folder = t.testdir({ secret: 's', logs: { f: '' } })
  const objects = directoryLogObjects(join(folder, 'logs'))
  for (const key of ['../secret', 'x/../../secret']) t.throws(() => objects.lines(key), /does not lie in the log folder/)
})

t.test('a folder that is none is an error that names it', async (t) => {
  const folder = t.testdir({ file: '' })
  t.throws(() => directoryLogObjects(join(folder, 'none')), /log folder ".*none" does not exist or is not a folder/)
  t.throws(() => directoryLogObjects(join(folder, 'file')), /not a folder/)
})
