import t, { type Test } from 'tap'
import { DEFAULT_BACKOFF } from '../../adapters/backoff.ts'
import { dynamoDbUsageStore } from '../../adapters/dynamodb-usage-store.ts'
import { USAGE_STATS_TABLE } from '../../domain/contract.ts'
import { type DynamoDbFault, faultyDynamoDb, leavingUnprocessed, throttled } from '../fixtures/aws/dynamodb.ts'
import { callAgo, costPipeline } from '../fixtures/cost-pipeline.ts'

const backoff = { ...DEFAULT_BACKOFF, sleep: async () => {} }

/** L2 with buckets of about a dozen chunks, over a DynamoDB that fails as told from now on. */
async function open(t: Test) {
  let fault: DynamoDbFault | null = null
  const { faulty } = await faultyDynamoDb(t, (request, forward) => fault === null ? forward() : fault(request, forward))
  const usage = dynamoDbUsageStore({ client: faulty, name: USAGE_STATS_TABLE, backoff }, { hoursKeptDays: null, maxBodyBytes: 12 })
  const pipeline = await costPipeline({ usage })
  return { ...pipeline, fail: (next: DynamoDbFault | null) => { fault = next } }
}

const isPutOfBucket = (body: string) => /"sk":\{"S":"[HDM]#/.test(body)

/** A fault that goes away after so many times. */
function times(count: number, matches: (operation: string, body: string) => boolean, fault: DynamoDbFault): DynamoDbFault {
  let left = count
  return (request, forward) => {
    if (left === 0 || !matches(request.operation, request.body.toString())) return forward()
    left -= 1
    return fault(request, forward)
  }
}

const CASES: [string, (operation: string, body: string) => boolean, DynamoDbFault][] = [
  ['ten writes of a batch are left unprocessed', (operation) => operation === 'BatchWriteItem', (...args) => leavingUnprocessed(10, ...args)],
  ['a batch is throttled', (operation) => operation === 'BatchWriteItem', throttled],
  ['the head of a bucket is throttled', (operation, body) => operation === 'PutItem' && isPutOfBucket(body), throttled],
  ['any write is throttled', (operation) => /Put|Update|Batch/.test(operation), throttled],
]

for (const [what, matches, fault] of CASES) {
  t.test(`F10: where ${what} five times, everything is written all the same`, async (t) => {
    const { rows, run, rollUp, stored, expected, fail } = await open(t)
    rows.push(callAgo(30), callAgo(1))
    fail(times(5, matches, fault))
    await run()
    await rollUp()
    t.strictSame(await stored(), await expected())
  })

  t.test(`F10: where ${what} for good, the run has failed, no bucket is switched over and the old numbers show`, async (t) => {
    const { rows, run, rollUp, stored, expected, ports, fail } = await open(t)
    rows.push(callAgo(30), callAgo(1))
    await run()
    await rollUp()
    const before = await stored()
    const good = await ports.usage.lastRun('compute-cost')
    rows.push(callAgo(30, { request_id: 'late', caller: 'latecomer' }))

    // Of the run itself too much would be refused to say even that: then its failure is told by what it threw.
    fail((request, forward) => {
      const body = request.body.toString()
      return matches(request.operation, body) && !body.includes('RUN#') ? fault(request, forward) : forward()
    })
    await t.rejects(run())
    t.strictSame(await stored(), before)
    t.match(await ports.usage.lastRun('compute-cost'), { outcome: 'failed', dataUpTo: good?.dataUpTo, bucketsWritten: 0 })

    fail(null)
    await run()
    await rollUp()
    t.strictSame(await stored(), await expected(), 'and the next run has it all')
  })
}
