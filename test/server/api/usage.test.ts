import t from 'tap'
import type { Bucket } from '../../../domain/bucket.ts'
import { GROUP_KEYS, type GroupKey } from '../../../domain/group-keys.ts'
import { report } from '../../../domain/report.ts'
import { formatReport } from '../../../server/commands/report-format.ts'
import { appOf, NOVA, SONNET, storeWithUsage, viewer } from '../../fixtures/app.ts'
import { SOURCE_A, SOURCE_B } from '../../fixtures/bucket.ts'

type Row = Readonly<Record<string, string | number | null>>
interface Answer {
  readonly rows: Row[]
  readonly total: Row
  readonly from: string | null
  readonly to: string
}

const GROUPINGS: GroupKey[][] = [
  [], ...GROUP_KEYS.map((key) => [key]), ['tag:team'], ['model', 'caller'], ['day', 'account', 'errorCode'], ['caller', 'hour', 'tag:team'],
]

const queryOf = (groupBy: readonly GroupKey[], more: Record<string, string> = {}) =>
  new URLSearchParams([...Object.entries({ range: 'all', ...more }), ...groupBy.map((key): [string, string] => ['group', key])]).toString()

t.test('in every grouping the answer is what npm run report prints', async (t) => {
  const store = await storeWithUsage()
  const app = await appOf(store)
  const hours: Bucket[] = []
  for (const source of [SOURCE_A, SOURCE_B]) for await (const hour of store.readBuckets(source, 'hour', null, null)) hours.push(hour)
  for (const groupBy of GROUPINGS) {
    const expected = report(hours, { groupBy })
    const { rows, total } = (await app.inject({ url: `/api/v1/usage?${queryOf(groupBy)}` })).json<Answer>()
    t.strictSame({ rows, total }, JSON.parse(formatReport(expected, groupBy, 'json')), groupBy.join())
    const { body } = await app.inject({ url: `/api/v1/usage?${queryOf(groupBy, { format: 'csv' })}` })
    t.equal(body, formatReport(expected, groupBy, 'csv'), `${groupBy.join()} as CSV`)
  }
})

t.test('the query string is that of the pages', async (t) => {
  const app = await appOf(await storeWithUsage())
  const cases: [query: string, calls: number][] = [
    ['range=1h', 6], [`model=${NOVA}`, 4], [`not-model=${NOVA}`, 6], [`account=${SOURCE_B.accountId}`, 2], ['caller=batch&range=7d', 4],
    ['from=2026-11-22&to=2026-11-23', 4], ['from=2026-11-23&to=2026-11-24&tz=Asia/Tokyo', 4], ['tag.team=', 10], ['compare=none&granularity=hour', 10],
  ]
  for (const [query, calls] of cases) {
    t.equal((await app.inject({ url: `/api/v1/usage?${query}` })).json<Answer>().total['calls'], calls, query)
  }
  const { from, to } = (await app.inject({ url: '/api/v1/usage?from=2026-11-23&to=2026-11-24&tz=Asia/Tokyo' })).json<Answer>()
  t.strictSame([from, to], ['2026-11-22T15:00:00Z', '2026-11-23T15:00:00Z'])
})

t.test('models and callers with what they cost for, which adds up', async (t) => {
  const app = await appOf(await storeWithUsage())
  const models = (await app.inject({ url: '/api/v1/models' })).json<Answer>()
  t.match(models.rows, [
    { model: SONNET, name: 'Claude Sonnet 4.6', calls: 6, costUsd: '9', inputCostUsd: '9', outputCostUsd: '0' },
    { model: NOVA, name: 'Nova Pro', calls: 4, costUsd: '3' },
  ])
  t.match(models.total, { calls: 10, costUsd: '12', inputCostUsd: '12' })
  const callers = (await app.inject({ url: '/api/v1/callers?group=model' })).json<Answer>()
  t.strictSame(callers.rows.map((row) => [row['caller'], row['model']]).slice(0, 2), [['alice@example.com', SONNET], ['batch', NOVA]])
})

t.test('nobody gets more than they may see', async (t) => {
  const app = await appOf(await storeWithUsage(), { access: { accounts: [SOURCE_B.accountId], callers: 'all' } })
  for (const path of ['usage?group=account', 'models', 'callers', 'focus', 'pipeline']) {
    const { body } = await app.inject({ url: `/api/v1/${path}` })
    t.notOk(body.includes(SOURCE_A.accountId), path)
    t.notOk(body.includes('alice'), path)
  }
  const foreign = await app.inject({ url: `/api/v1/usage?group=account&account=${SOURCE_A.accountId}` })
  const unknown = await app.inject({ url: '/api/v1/usage?group=account&account=999999999999' })
  t.equal(foreign.body, unknown.body, 'an account of others is none')
  const none = await appOf(await storeWithUsage(), { accessOf: () => viewer() })
  t.equal((await none.inject({ url: '/api/v1/usage' })).json<Answer>().total['calls'], 0)
})

t.test('queries that cannot be read are problems that name the parameter', async (t) => {
  const app = await appOf(await storeWithUsage())
  const cases: [query: string, parameter: string][] = [
    ['usage?nonsense=1', 'nonsense'], ['usage?range=1y', 'range'], ['usage?group=year', 'group'], ['usage?limit=0', 'limit'], ['usage?limit=1e2', 'limit'],
    ['usage?limit=10001', 'limit'], ['usage?limit=1&limit=2', 'limit'], ['usage?format=xml', 'format'], ['usage?cursor=7', 'cursor'],
    ['usage?from=2026-02-30&to=2026-03-01', 'from'], ['prices?range=7d', 'range'], ['pipeline?x=1', 'x'], ['focus?tz=Asia/Tokyo', 'tz'], ['focus?group=model', 'group'],
    ['openapi.json?x=1', 'x'],
  ]
  for (const [path, parameter] of cases) {
    const answer = await app.inject({ url: `/api/v1/${path}` })
    t.equal(answer.statusCode, 400, path)
    t.match(answer.headers['content-type'], 'application/problem+json', path)
    const { detail, status, requestId } = answer.json<{ detail: string; status: number; requestId: string }>()
    t.ok(detail.startsWith(`${parameter}: `), `${path}: ${detail}`)
    t.strictSame([status, requestId], [400, answer.headers['x-request-id']])
  }
})
