import type { Test } from 'tap'
import type { ExportFiles } from '../../../domain/export-ports.ts'

const bytes = (text: string) => new TextEncoder().encode(text)

async function keysIn(files: ExportFiles, prefix: string): Promise<string[]> {
  const keys: string[] = []
  for await (const key of files.list(prefix)) keys.push(key)
  return keys.sort()
}

/** What every place for exported files has to hold. `read` gives the bytes of a file by its key. */
export function specExportFiles(t: Test, open: (t: Test) => Promise<{ files: ExportFiles; read: (key: string) => Uint8Array }>): void {
  t.test('a file is as it was written last, and says what it was made of then', async (t) => {
    const { files, read } = await open(t)
    const key = 'focus/csv/billing_period=2026-07/2026-07-18.csv.gz'
    t.equal(await files.madeOf(key), null)
    await files.write(key, bytes('one, and longer'), 'abc1')
    await files.write(key, bytes('two'), 'abc2')
    t.equal(new TextDecoder().decode(read(key)), 'two')
    t.equal(await files.madeOf(key), 'abc2')
  })

  t.test('the files of a folder are listed, however many, and no others', async (t) => {
    const { files } = await open(t)
    t.strictSame(await keysIn(files, 'focus/csv/'), [])
    const keys = ['2026-06/2026-06-30', '2026-07/2026-07-01', '2026-07/2026-07-02'].map((rest) => `focus/csv/billing_period=${rest}.csv.gz`)
    for (const key of [...keys, 'focus/csv2/a', 'other']) await files.write(key, bytes('x'), '1')
    t.strictSame(await keysIn(files, 'focus/csv/'), keys)
  })
}
