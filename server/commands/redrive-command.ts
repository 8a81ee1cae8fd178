import { dynamoDbClient } from '../../adapters/dynamodb-client.ts'
import { dynamoDbQuarantine } from '../../adapters/dynamodb-quarantine.ts'
import { ENVIRONMENTS } from '../../domain/contract.ts'
import { readEnvironment } from '../../domain/environment.ts'
import { redrive } from '../../functions/redrive.ts'
import { instantOption, integerOption, UsageError, type Command } from './cli.ts'
import { progressBar } from './progress.ts'
import { queueOption } from './queue-option.ts'
import { redriveQuarantine } from './redrive-quarantine.ts'
import { sourceOption } from './source-option.ts'

const OPTIONS = {
  'queue': { type: 'string' },
  'dlq': { type: 'string' },
  'quarantine': { type: 'boolean', default: false },
  'bucket': { type: 'string' },
  'since': { type: 'string' },
  'source': { type: 'string' },
  'max': { type: 'string' },
  'dry-run': { type: 'boolean', default: false },
} as const

interface Values {
  readonly 'queue'?: string | undefined
  readonly 'dlq'?: string | undefined
  readonly 'quarantine': boolean
  readonly 'bucket'?: string | undefined
  readonly 'since'?: string | undefined
  readonly 'source'?: string | undefined
  readonly 'max'?: string | undefined
  readonly 'dry-run': boolean
}

export const redriveCommand: Command<typeof OPTIONS> = {
  name: 'npm run redrive --',
  synopsis: '--queue URL --dlq URL [--max N] [--dry-run]\n       npm run redrive -- --quarantine --queue URL [--since INSTANT] [--source ACCOUNT/REGION] [--bucket NAME] [--max N] [--dry-run]',
  help: `
After a fix: moves the messages of the dead-letter queue back to the queue of parse-log, or has the log objects parsed again
that have lines in quarantine. Nothing is lost if it is interrupted, and what is parsed twice counts once.

  --queue URL               queue that parse-log reads, e.g. https://sqs.us-east-1.amazonaws.com/111122223333/name
  --dlq URL                 its dead-letter queue
  --quarantine              parse objects with lines in quarantine again, instead of moving messages
  --since INSTANT           of those, the ones quarantined at this instant or later, e.g. 2026-07-18T00:00:00Z
  --source ACCOUNT/REGION   of those, the ones of this source, e.g. 111122223333/us-east-1
  --bucket NAME             of those, the ones in this bucket, and those whose bucket is not known as if they were in it
  --max N                   at most N messages or objects
  --dry-run                 say what would be done, and change nothing

Credentials are those that the AWS SDK finds; the region of a queue is that in its URL. For --quarantine, USAGE_TABLE in the
environment names the table usage-stats, and AWS_REGION its region.

Exit code: 0 done, 1 failed or not all done, 2 called wrongly.`,
  options: OPTIONS,
  async run(values) {
    const max = values.max === undefined ? null : integerOption('max', values.max, 1)
    return values.quarantine ? fromQuarantine(values, max) : fromDeadLetters(values, max)
  },
}

async function fromDeadLetters(values: Values, max: number | null): Promise<number> {
  for (const name of ['bucket', 'since', 'source'] as const) {
    if (values[name] !== undefined) throw new UsageError(`--${name} goes with --quarantine`)
  }
  const [from, to] = [queueOption('dlq', values.dlq), queueOption('queue', values.queue)]
  if (values.dlq === values.queue) throw new UsageError('--dlq and --queue are the same queue')
  const { waiting, inFlight } = await from.depth()
  const busy = inFlight === 0 ? '' : `; ${inFlight} more are in somebody's hands`
  if (values['dry-run']) {
    process.stdout.write(`would move about ${Math.min(waiting, max ?? waiting)} of ${waiting} messages${busy}\n`)
    return 0
  }

  const bar = progressBar('Moving messages')
  bar.total(Math.min(waiting, max ?? waiting))
  let shown = 0
  const result = await redrive({ from, to, clock: () => new Date() }, {
    max,
    onProgress(moved) {
      bar.done(moved - shown)
      shown = moved
    },
  }).finally(() => bar.stop())
  const { moved, refused, undeleted, cameBack } = result
  const remarks = [
    [refused, 'were refused and stay in the dead-letter queue'],
    [undeleted, 'of those moved are still in the dead-letter queue too, which does no harm'],
    [cameBack, 'have failed again since the start and were left'],
  ] as const
  process.stdout.write([
    `moved ${moved} messages${busy}`, ...remarks.filter(([count]) => count > 0).map(([count, what]) => `${count} ${what}`), '',
  ].join('\n'))
  return refused > 0 ? 1 : 0
}

async function fromQuarantine(values: Values, max: number | null): Promise<number> {
  if (values.dlq !== undefined) throw new UsageError('--dlq does not go with --quarantine')
  const source = sourceOption(values.source)
  const since = values.since === undefined ? null : instantOption('since', values.since).toISOString()
  const queue = queueOption('queue', values.queue)
  const { USAGE_TABLE } = readEnvironment({ USAGE_TABLE: ENVIRONMENTS['aggregate-stats'].USAGE_TABLE }, process.env)
  const quarantine = dynamoDbQuarantine({ client: dynamoDbClient(), name: USAGE_TABLE }, { keptDays: null, clock: () => new Date() })
  const print = (line: string) => process.stdout.write(`${line}\n`)
  return redriveQuarantine({ quarantine, queue, print }, { source, since, max, bucket: values.bucket ?? null, dryRun: values['dry-run'] })
}
