import { readdirSync, readFileSync } from 'node:fs'
import { join } from 'node:path'
import t from 'tap'
import { directoryFiles } from '../../adapters/directory-files.ts'
import { specExportFiles } from './specs/export-files.ts'

specExportFiles(t, async (t) => {
  const folder = t.testdir()
  return { files: directoryFiles(folder), read: (key) => readFileSync(join(folder, key)) }
})

t.test('beside a file lies what it was made of, hidden, and nothing else', async (t) => {
  const folder = t.testdir()
  await directoryFiles(folder).write('a/b', new Uint8Array([1]), 'x')
  t.strictSame(readdirSync(join(folder, 'a')).sort(), ['.b.made-of', 'b'])
})

t.test('a file that somebody else wrote, or took away, says nothing', async (t) => {
  const files = directoryFiles(t.testdir({ theirs: '1', '.gone.made-of': 'x' }))
  t.equal(await files.madeOf('theirs'), null)
  t.equal(await files.madeOf('gone'), null)
})

t.test('what is there and cannot be read is an error', async (t) => {
  await t.rejects(directoryFiles(t.testdir({ a: 'x', '.a.made-of': {} })).madeOf('a'), { code: 'EISDIR' })
})
