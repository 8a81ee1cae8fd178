import { S3Client } from '@aws-sdk/client-s3'
import { openComputeCostPorts } from '../../adapters/aws-compute-cost.ts'
import { s3LogObjects } from '../../adapters/s3.ts'
import '../../adapters/sdk-warning.ts'
import { hourFrom, hourOf } from '../../domain/calendar.ts'
import type { HourRange, Metrics } from '../../domain/ports.ts'
import { backfillHours } from './backfill-hours.ts'
import { backfillObjects } from './backfill-objects.ts'
import { instantOption, UsageError, type Command } from './cli.ts'
import { queueOption } from './queue-option.ts'
import { sourceOption } from './source-option.ts'

const OPTIONS = {
  'from': { type: 'string' },
  'to': { type: 'string' },
  'dry-run': { type: 'boolean', default: false },
  'objects': { type: 'boolean', default: false },
  'bucket': { type: 'string' },
  'owner': { type: 'string' },
  'prefix': { type: 'string' },
  'source': { type: 'string' },
  'queue': { type: 'string' },
  'after': { type: 'string' },
} as const

interface Values extends Partial<Record<'bucket' | 'owner' | 'prefix' | 'source' | 'queue' | 'after', string | undefined>> {
  readonly 'dry-run': boolean
}

export const backfillCommand: Command<typeof OPTIONS> = {
  name: 'npm run backfill --',
  synopsis: '--from INSTANT --to INSTANT [--dry-run]\n       npm run backfill -- --from INSTANT --to INSTANT --objects --bucket NAME --queue URL [options] [--dry-run]',
  help: `
Computes usage anew from the event table for every hour of a range whose numbers differ from it or whose prices have
changed; or, with --objects, has parse-log read the log objects of a range, e.g. those that were there before it was.
It may be interrupted and run again at any time: what is done stays done, and what is parsed twice counts once.

  --from, --to INSTANT      e.g. 2026-07-18T00:00:00Z; whole UTC hours, --to is not included
  --dry-run                 count the hours or objects, and change nothing

  --objects                 enqueue the log objects that were written in these hours
  --bucket NAME             bucket that they lie in
  --owner ACCOUNT           account that owns the bucket (default: that of --source)
  --prefix PREFIX           what stands before AWSLogs/ in their keys
  --source ACCOUNT/REGION   only those of this source; then only its days are listed, not the whole bucket
  --queue URL               queue that parse-log reads
  --after KEY               only objects whose key is greater: where an interrupted run goes on

Credentials and region are those that the AWS SDK finds. Without --objects the environment names what compute-cost names
in its own: USAGE_TABLE, PRICING_TABLE, WORKGROUP, CATALOG, DATABASE; hours past HOURS_KEPT_DAYS (400) are left alone.

Exit code: 0 done, 1 failed or interrupted, 2 called wrongly.`,
  options: OPTIONS,
  async run(values) {
    const range = rangeOf(values.from, values.to)
    return values.objects ? enqueue(range, values) : compute(range, values)
  },
}

function rangeOf(from: string | undefined, to: string | undefined): HourRange {
  if (from === undefined) throw new UsageError('--from INSTANT is missing')
  if (to === undefined) throw new UsageError('--to INSTANT is missing')
  const range = { from: hourOf(instantOption('from', from).getTime()), to: hourFrom(instantOption('to', to).getTime()) }
  if (range.from >= range.to) throw new UsageError('--to must be later than --from')
  return range
}

const NO_METRICS: Metrics = { count() {}, gauge() {} }

async function compute(range: HourRange, values: Values): Promise<number> {
  for (const name of ['bucket', 'owner', 'prefix', 'source', 'queue', 'after'] as const) {
    if (values[name] !== undefined) throw new UsageError(`--${name} goes with --objects`)
  }
  const { lake, usage, prices, hoursKept, inRegionFix, tagDimensions } = openComputeCostPorts(process.env, NO_METRICS)
  const options = { hoursKept, inRegionFix, tagDimensions, dryRun: values['dry-run'], isInterrupted: interruption(), print }
  return backfillHours({ lake, usage, prices, clock: () => new Date() }, range, options)
}

async function enqueue(range: HourRange, values: Values): Promise<number> {
  const source = sourceOption(values.source)
  if (values.bucket === undefined) throw new UsageError('--bucket NAME is missing')
  const location = { bucket: values.bucket, ownerAccountId: ownerOption(values.owner ?? source?.accountId) }
  const queue = values['dry-run'] ? null : queueOption('queue', values.queue)
  const client = new S3Client({ followRegionRedirects: true })
  const options = {
    source, bucket: values.bucket, prefix: (values.prefix ?? '').replace(/\/+$/, ''), after: values.after ?? null,
    isInterrupted: interruption(), print,
  }
  return backfillObjects({ listBelow: (prefix) => s3LogObjects(client, { ...location, prefix }).list(), queue }, range, options)
}

function ownerOption(account: string | undefined): string {
  if (account === undefined) throw new UsageError('--owner ACCOUNT is missing')
  if (!/^\d{12}$/.test(account)) throw new UsageError(`--owner wants an account of 12 digits, not "${account}"`)
  return account
}

function print(line: string): void {
  process.stdout.write(`${line}\n`)
}

/** True once somebody pressed Ctrl-C; at the second time the process ends at once. */
function interruption(): () => boolean {
  let interrupted = false
  process.on('SIGINT', () => {
    if (interrupted) process.exit(130)
    interrupted = true
  })
  return () => interrupted
}
