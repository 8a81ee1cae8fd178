import { directoryFiles } from '../../adapters/directory-files.ts'
import { openLocal } from '../../adapters/open-ports.ts'
import { s3Client } from '../../adapters/s3-client.ts'
import { s3Files } from '../../adapters/s3-files.ts'
import { isDay } from '../../domain/calendar.ts'
import { EXPORT_FORMATS } from '../../domain/export-keys.ts'
import type { ExportFiles } from '../../domain/export-ports.ts'
import { exportUsage } from '../../functions/export-usage.ts'
import { choiceOption, runCommand, UsageError } from './cli.ts'

await runCommand({
  name: 'npm run export --',
  synopsis: '--data DIR --out DIR|s3://BUCKET/PREFIX [--owner ACCOUNT] [--day DAY | --from DAY --to DAY] [--format parquet|csv]',
  help: `
Writes usage as files of FOCUS 1.2 rows, one per UTC day that is over: by account, region, model and kind of token.
Days whose files are as they would be made now are left alone; those whose usage or prices have changed are written again.

  --data DIR       where npm run pipeline put its data
  --out DIR        where files go: DIR/focus/parquet/billing_period=2026-07/2026-07-18.parquet; or a bucket, s3://BUCKET/PREFIX
  --owner ACCOUNT  the account that must own the bucket
  --day DAY        one day, e.g. 2026-07-18
  --from, --to     days, both included; all by default
  --format FORMAT  parquet (default), or csv, which is compressed with gzip
`,
  options: {
    data: { type: 'string' },
    out: { type: 'string' },
    owner: { type: 'string' },
    day: { type: 'string' },
    from: { type: 'string' },
    to: { type: 'string' },
    format: { type: 'string', default: 'parquet' },
  },
  async run({ data, out, owner, day, from, to, format }) {
    if (data === undefined) throw new UsageError('--data DIR is missing')
    if (out === undefined) throw new UsageError('--out DIR is missing')
    if (day !== undefined && (from !== undefined || to !== undefined)) throw new UsageError('--day is given together with --from or --to')
    const [fromDay, toDay] = [dayOption('from', from ?? day), dayOption('to', to ?? day)]
    if (fromDay !== null && toDay !== null && fromDay > toDay) throw new UsageError('--to must not be before --from')
    const files = filesAt(out, owner)
    const ports = await openLocal(data, { mode: 'read' })
    try {
      const { written, unchanged } = await exportUsage(
        { ...ports, files, clock: () => new Date() },
        { format: choiceOption('format', format, EXPORT_FORMATS), fromDay, toDay, accountNames: new Map() },
      )
      process.stdout.write(`${written.length} days written to ${out}, ${unchanged} as they were\n`)
    } finally {
      await ports.close()
    }
  },
})

function filesAt(out: string, owner: string | undefined): ExportFiles {
  const [, bucket, prefix = ''] = /^s3:\/\/([^/]+)(?:\/(.*?)\/?)?$/.exec(out) ?? []
  if (bucket === undefined) return directoryFiles(out)
  if (owner === undefined || !/^\d{12}$/.test(owner)) throw new UsageError('--owner wants the account that must own the bucket, 12 digits')
  return s3Files(s3Client(process.env, { followRegionRedirects: true }), { bucket, ownerAccountId: owner, prefix })
}

function dayOption(name: string, text: string | undefined): string | null {
  if (text === undefined) return null
  if (!isDay(text)) throw new UsageError(`--${name} wants a day such as 2026-07-18, not "${text}"`)
  return text
}
