import { S3Client } from '@aws-sdk/client-s3'
import { gzipSync } from 'node:zlib'
import t, { type Test } from 'tap'
import { s3LogObjects } from '../../adapters/s3.ts'
import { textOfLatin1 } from '../../domain/latin1.ts'
import { s3Server } from '../fixtures/aws/s3.ts'
import { clientSettings } from '../fixtures/aws/server.ts'

const OWNER = '111122223333'

async function bucketOf(t: Test) {
  const server = await s3Server({ logs: OWNER, foreign: '999988887777' })
  const client = new S3Client({ ...clientSettings(server.endpoint), forcePathStyle: true })
  t.teardown(async () => {
    client.destroy()
    await server.close()
  })
  return { server, client }
}

async function linesOf(lines: AsyncIterable<readonly { number: number; latin1: string }[]>) {
  const all: string[] = []
  for await (const batch of lines) for (const { number, latin1 } of batch) all.push(`${number}:${textOfLatin1(latin1)}`)
  return all
}

t.test('objects below the prefix are listed over all pages', async (t) => {
  const { server, client } = await bucketOf(t)
  for (const key of ['p/a', 'p/b & c', 'p/d', 'p/e', 'p/f', 'q/a', 'pp/a']) server.put(`logs/${key}`, Buffer.from('x'))
  const keys: string[] = []
  for await (const { key } of s3LogObjects(client, { bucket: 'logs', ownerAccountId: OWNER, prefix: 'p' }).list()) keys.push(key)
  t.same(keys, ['p/a', 'p/b & c', 'p/d', 'p/e', 'p/f'])
})

t.test('an object is read as lines, compressed or not, whatever characters its key has', async (t) => {
  const { server, client } = await bucketOf(t)
  const objects = s3LogObjects(client, { bucket: 'logs', ownerAccountId: OWNER, prefix: '' })
  server.put('logs/a b+c/ü.json.gz', gzipSync('one\ntwo\u2028still two\n'))
  server.put('logs/plain.json', Buffer.from('one\ntwo'))
  t.same(await linesOf(objects.lines('a b+c/ü.json.gz')), ['1:one', '2:two\u2028still two'])
  t.same(await linesOf(objects.lines('plain.json')), ['1:one', '2:two'])
})

t.test('a bucket in other hands is never read', async (t) => {
  const { server, client } = await bucketOf(t)
  server.put('foreign/a', Buffer.from('secret'))
  const objects = s3LogObjects(client, { bucket: 'foreign', ownerAccountId: OWNER, prefix: '' })
  await t.rejects(linesOf(objects.lines('a')), { name: 'AccessDenied' })
  await t.rejects(objects.list()[Symbol.asyncIterator]().next(), { name: 'AccessDenied' })
})

t.test('what S3 refuses is thrown as it is: it may be there at the next try', async (t) => {
  const { client } = await bucketOf(t)
  const objects = s3LogObjects(client, { bucket: 'logs', ownerAccountId: OWNER, prefix: '' })
  await t.rejects(linesOf(objects.lines('missing')), { name: 'NoSuchKey' })
})

t.test('a truncated or oversized object gives the lines that it has, then says so', async (t) => {
  const { server, client } = await bucketOf(t)
  const whole = gzipSync(`${'line of some length\n'.repeat(50_000)}`)
  server.put('logs/cut', whole.subarray(0, whole.length - 20))
  server.put('logs/bomb', gzipSync(Buffer.alloc(20_000_000, 0x61)))
  const objects = s3LogObjects(client, { bucket: 'logs', ownerAccountId: OWNER, prefix: '' }, { maxBytes: 10_000_000 })
  await t.rejects(linesOf(objects.lines('cut')), { name: 'ObjectUnreadable', reason: 'truncated' })
  await t.rejects(linesOf(objects.lines('bomb')), { name: 'ObjectUnreadable', reason: 'too_large' })
})
