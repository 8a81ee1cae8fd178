import { readdirSync } from 'node:fs'
import { join } from 'node:path'
import t from 'tap'
import { directoryFiles } from '../../adapters/directory-files.ts'
import { specExportFiles } from './specs/export-files.ts'

specExportFiles(t, async (t) => directoryFiles(t.testdir()))

t.test('nothing but the file is left behind', async (t) => {
  const folder = t.testdir()
  await directoryFiles(folder).write('a/b', new Uint8Array([1]))
  t.strictSame(readdirSync(join(folder, 'a')), ['b'])
})

t.test('what is there and cannot be read is an error', async (t) => {
  await t.rejects(directoryFiles(t.testdir({ a: {} })).read('a'), { code: 'EISDIR' })
})
