import t from 'tap'
import type { QuarantinedObject } from '../../../domain/ports.ts'
import { readS3Event } from '../../../domain/s3-event.ts'
import { redriveQuarantine, type RedriveQuarantineOptions } from '../../../server/commands/redrive-quarantine.ts'
import { logKey } from '../../fixtures/log-key.ts'

const [OLD, HUB, SPOKE] = [logKey('111122223333', 'us-east-1', 4), logKey('111122223333', 'us-east-1', 5), logKey('222233334444', 'eu-west-1', 5)]
const bad = (...reasons: string[]) => reasons.map((reason, index) => ({ line: index + 1, reason, field: null }))
const OBJECTS: QuarantinedObject[] = [
  { key: `s3://logs-hub/${OLD}`, at: '2026-11-20T00:00:00.000Z', lines: bad('not_json', 'not_json') },
  { key: `s3://logs-hub/${HUB}`, at: '2026-11-23T00:00:00.000Z', lines: bad('not_json', 'bad_count') },
  { key: `s3://logs-spoke/${SPOKE}`, at: '2026-11-23T00:00:00.000Z', lines: bad('truncated') },
]

async function run(options: Partial<RedriveQuarantineOptions>, objects = OBJECTS) {
  const [lines, sent]: [string[], string[]] = [[], []]
  const exitCode = await redriveQuarantine({
    quarantine: {
      async *list(since = '') {
        yield* objects.filter(({ at }) => at >= since)
      },
    },
    queue: {
      async send(bodies) {
        sent.push(...bodies)
        return new Set<number>()
      },
    },
    print: (line) => lines.push(line),
  }, { source: null, since: null, bucket: null, max: null, dryRun: false, ...options })
  const announced = sent.flatMap((body) => {
    const event = readS3Event(body)
    return event.kind === 'objects' ? event.objects.map(({ bucket, key }) => `${bucket} ${key}`) : []
  })
  return { exitCode, lines, announced }
}

t.test('objects are chosen by time, source, bucket and number', async (t) => {
  const cases: [Partial<RedriveQuarantineOptions>, string[]][] = [
    [{}, [`logs-hub ${OLD}`, `logs-hub ${HUB}`, `logs-spoke ${SPOKE}`]],
    [{ since: '2026-11-22T00:00:00.000Z' }, [`logs-hub ${HUB}`, `logs-spoke ${SPOKE}`]],
    [{ source: { accountId: '222233334444', region: 'eu-west-1' } }, [`logs-spoke ${SPOKE}`]],
    [{ source: { accountId: '222233334444', region: 'us-east-1' } }, []],
    [{ bucket: 'logs-hub' }, [`logs-hub ${OLD}`, `logs-hub ${HUB}`]],
    [{ bucket: 'logs-hub', max: 1 }, [`logs-hub ${OLD}`]],
  ]
  for (const [options, expected] of cases) {
    const { exitCode, announced, lines } = await run(options)
    t.same(announced, expected)
    t.equal(exitCode, 0)
    t.equal(lines.at(-1), `${expected.length} objects will be parsed again`)
  }
})

t.test('a dry run prints what stands there and why, and sends nothing', async (t) => {
  t.same(await run({ dryRun: true, since: '2026-11-22T00:00:00.000Z' }), {
    exitCode: 0, announced: [],
    lines: [`s3://logs-hub/${HUB}  not_json × 1, bad_count × 1`, `s3://logs-spoke/${SPOKE}  truncated × 1`, 'would have 2 objects parsed again'],
  })
})

t.test('an object without a bucket is taken for one of the bucket that is named, and refused without one, before anything is sent', async (t) => {
  const objects = [...OBJECTS, { key: HUB, at: '2026-11-23T00:00:00.000Z', lines: bad('not_json') }]
  await t.rejects(run({}, objects), /the bucket of AWSLogs\S+ is not known: name it with --bucket/)
  t.same((await run({ bucket: 'logs-spoke' }, objects)).announced, [`logs-spoke ${SPOKE}`, `logs-spoke ${HUB}`])
})
