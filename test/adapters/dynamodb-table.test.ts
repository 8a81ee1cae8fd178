import { type BatchWriteItemInput, DynamoDBClient, type QueryInput, type WriteRequest } from '@aws-sdk/client-dynamodb'
import t from 'tap'
import { DEFAULT_BACKOFF } from '../../adapters/backoff.ts'
import { queryItems, writeItems } from '../../adapters/dynamodb-table.ts'

/** A client that answers by itself. */
function clientAnswering(answer: (input: never) => object): DynamoDBClient {
  const client = new DynamoDBClient({ region: 'x', credentials: { accessKeyId: 'x', secretAccessKey: 'x' } })
  client.middlewareStack.add(() => (args) => Promise.resolve({ output: answer(args.input as never), response: {} }) as never, {
    step: 'initialize', name: 'answer',
  })
  return client
}

const waits: number[] = []
const backoff = { ...DEFAULT_BACKOFF, random: () => 0.5, sleep: async (ms: number) => void waits.push(ms) }
const puts = (count: number, bytes = 0): WriteRequest[] => Array.from({ length: count }, (_, index) => {
  return { PutRequest: { Item: { pk: { S: 'p' }, sk: { S: String(index) }, body: { B: new Uint8Array(bytes) } } } }
})
const idOf = (request: WriteRequest) => request.PutRequest?.Item?.sk?.S

t.test('what DynamoDB leaves unprocessed is sent again, that alone, after a wait that grows', async (t) => {
  const sent: (string | undefined)[][] = []
  const client = clientAnswering((input: BatchWriteItemInput) => {
    const requests = input.RequestItems?.x ?? []
    sent.push(requests.map(idOf))
    return sent.length <= 5 ? { UnprocessedItems: { x: requests.slice(-10) } } : { UnprocessedItems: {} }
  })
  await writeItems({ client, name: 'x', backoff }, puts(20))
  t.strictSame(sent.map((batch) => batch.length), [20, 10, 10, 10, 10, 10])
  t.strictSame(waits.splice(0), [50, 100, 200, 400, 800])
})

t.test('writes that never go through are an error', async (t) => {
  const client = clientAnswering((input: BatchWriteItemInput) => ({ UnprocessedItems: input.RequestItems }))
  await t.rejects(writeItems({ client, name: 'x', backoff }, puts(3)), /left 3 writes to x unprocessed/)
})

t.test('a batch holds at most 25 requests and 8 MB', async (t) => {
  const batches: number[] = []
  const client = clientAnswering((input: BatchWriteItemInput) => {
    batches.push(input.RequestItems?.x?.length ?? 0)
    return {}
  })
  await writeItems({ client, name: 'x', backoff }, puts(60))
  await writeItems({ client, name: 'x', backoff }, puts(50, 350_000))
  await writeItems({ client, name: 'x', backoff }, [])
  t.strictSame(batches, [25, 25, 10, 22, 22, 6])
})

t.test('all pages are read, also empty ones, and no more than the limit', async (t) => {
  const pages = [['a', 'b'], [], ['c'], ['d', 'e']]
  const limits: (number | undefined)[] = []
  const client = clientAnswering((input: QueryInput) => {
    limits.push(input.Limit)
    const page = Number(input.ExclusiveStartKey?.page?.N ?? 0)
    const last = page === pages.length - 1
    const more = last ? {} : { LastEvaluatedKey: { page: { N: String(page + 1) } } }
    return { Items: pages[page]?.map((sk) => ({ sk: { S: sk } })), ...more }
  })
  const read = async (limit?: number) => {
    const keys = []
    for await (const item of queryItems({ client, name: 'x' }, { pk: 'p', from: 'a', to: 'z' }, limit ? { limit } : {})) keys.push(item.sk?.S)
    return keys
  }
  t.strictSame(await read(), ['a', 'b', 'c', 'd', 'e'])
  limits.length = 0
  t.strictSame(await read(3), ['a', 'b', 'c'])
  t.strictSame(limits, [3, 1, 1])
})
