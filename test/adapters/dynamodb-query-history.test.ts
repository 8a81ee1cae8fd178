import t, { type Test } from 'tap'
import { dynamoDbQueryHistory } from '../../adapters/dynamodb-query-history.ts'
import { DASHBOARD_STATE_TABLE } from '../../domain/contract.ts'
import type { QueryHistory, QueryRun } from '../../domain/explore-ports.ts'
import { emptyDynamoDb } from '../fixtures/embedded-dynamodb.ts'
import { memoryQueryHistory } from '../fixtures/memory-query-history.ts'

const RUN: QueryRun = {
  id: '20261123T204100000Z-a', user: 'idp#ann', by: 'ann@example.com', sql: 'SELECT 1', sqlHash: 'abc', startedAt: '2026-11-23T20:41:00.000Z',
  engineId: null, status: 'running', endedAt: null, scannedBytes: null, reason: null,
}
const LATER: QueryRun = { ...RUN, id: '20261123T204200000Z-b', startedAt: '2026-11-23T20:42:00.000Z' }
const EARLY = '2026-11-23T20:40:00.000Z'

const STORES: Readonly<Record<string, (t: Test) => Promise<QueryHistory>>> = {
  'DynamoDB': async (t) => dynamoDbQueryHistory({ client: await emptyDynamoDb(t), name: DASHBOARD_STATE_TABLE }),
  'memory': async () => memoryQueryHistory(),
}

for (const [name, open] of Object.entries(STORES)) {
  t.test(`history of queries in ${name}: one at a time, each person by themselves`, async (t) => {
    const history = await open(t)
    t.equal(await history.begin(RUN, EARLY), 'begun')
    t.equal(await history.begin(LATER, EARLY), 'busy', 'the first one is under way')
    t.equal(await history.begin({ ...LATER, user: 'idp#bob', id: 'x' }, EARLY), 'begun', 'somebody else')
    t.equal(await history.begin(LATER, LATER.startedAt), 'begun', 'the first one is too old to be under way')
    await history.update({ ...RUN, status: 'failed' })
    t.equal(await history.begin({ ...LATER, id: 'c' }, EARLY), 'busy', 'the end of an old one does not end the newer one')
    const ended: QueryRun = { ...LATER, engineId: 'e', status: 'succeeded', endedAt: '2026-11-23T20:42:05.000Z', scannedBytes: 10, reason: 'none' }
    await history.update(ended)
    t.same(await history.find('idp#ann', LATER.id), ended)
    t.equal(await history.find('idp#bob', LATER.id), null, 'of somebody else')
    t.same((await history.list('idp#ann', 10)).map(({ id }) => id), [LATER.id, RUN.id])
    t.same((await history.list('idp#ann', 1)).map(({ id }) => id), [LATER.id])
    t.equal(await history.begin({ ...LATER, id: '20261123T204300000Z-d' }, EARLY), 'begun', 'none is under way')
  })
}
