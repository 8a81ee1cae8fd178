import type { Test } from 'tap'
import type { ExportFiles } from '../../../domain/export-ports.ts'

const bytes = (text: string) => new TextEncoder().encode(text)
const text = (bytes: Uint8Array | null) => (bytes === null ? null : new TextDecoder().decode(bytes))

/** What every place for exported files has to hold. */
export function specExportFiles(t: Test, open: (t: Test) => Promise<ExportFiles>): void {
  t.test('a file is read as it was written last', async (t) => {
    const files = await open(t)
    t.equal(await files.read('focus/day=2026-07-18/usage.csv.gz'), null)
    await files.write('focus/day=2026-07-18/usage.csv.gz', bytes('one, and longer'))
    await files.write('focus/day=2026-07-18/usage.csv.gz', bytes('two'))
    await files.write('focus/manifest.json', bytes('{}'))
    t.equal(text(await files.read('focus/day=2026-07-18/usage.csv.gz')), 'two')
    t.equal(text(await files.read('focus/manifest.json')), '{}')
  })
}
