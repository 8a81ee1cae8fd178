import t, { type Test } from 'tap'
import { join } from 'node:path'
import { openDuckDb } from '../../../adapters/duckdb.ts'
import { MS_PER_HOUR } from '../../../domain/calendar.ts'
import type { GroupKey } from '../../../domain/group-keys.ts'
import { report } from '../../../domain/report.ts'
import { totalCost } from '../../../domain/total-cost.ts'
import type { UsageEvent } from '../../../domain/usage-event.ts'
import { FULL_ACCESS, type Access } from '../../../domain/access.ts'
import { invocationsReport } from '../../../server/invocations-report.ts'
import { parseInvocationsState } from '../../../server/invocations-state.ts'
import { priceData } from '../../../server/price-data.ts'
import { usageData } from '../../../server/usage-data.ts'
import { readWindow } from '../../../server/usage-window.ts'
import { appOf, EVIL, storeWithUsage, viewer, type AppOfOptions } from '../../fixtures/app.ts'
import { costPipeline, START } from '../../fixtures/cost-pipeline.ts'
import { memoryInvocations } from '../../fixtures/memory-invocations.ts'
import { memoryUsageStore } from '../../fixtures/memory-usage-store.ts'
import { CLAUDE_3_15, inOut, priceRecord } from '../../fixtures/prices.ts'
import { usageEventOf } from '../../fixtures/usage-event.ts'

const MODELS = ['anthropic.claude-sonnet-4-6', 'amazon.nova-pro-v1:0', 'acme.unheard-of']

/** Three days of calls; one in five has a second row, some of those in the next hour, and one in seven failed. */
function someEvents(): UsageEvent[] {
  return Array.from({ length: 240 }, (_, index) => {
    const event = usageEventOf({
      request_id: `r${index}`, ts: new Date(START - index * 1_150_000).toISOString(), account_id: index % 3 === 0 ? '222233334444' : '111122223333',
      model_id: MODELS[index % MODELS.length] ?? '', model_scope: index % 4 === 0 ? 'in-region' : 'us', caller: ['alice', 'bob', 'role/app-1', 'role/app-2'][index % 4] ?? '',
      input_tokens: index * 37, output_tokens: index * 11, cache_read_tokens: index % 2 === 0 ? 1000 : null,
      tags: index % 5 === 1 ? '{"team":"search"}' : null, service_tier: index % 6 === 0 ? 'flex' : null,
      ...(index % 7 === 0 ? { error_code: index % 14 === 0 ? 'ThrottlingException' : 'ValidationException', output_tokens: null } : {}),
    })
    if (index % 5 !== 0) return [event]
    const again = { ...event, ts: new Date(Date.parse(event.ts) - (index % 2) * MS_PER_HOUR).toISOString(), output_tokens: index }
    return [event, again]
  }).flat()
}

async function pipelineWithEvents(t: Test) {
  const table = await openDuckDb(join(t.testdir(), 'events.duckdb'))
  t.teardown(() => table.close())
  await table.sink.append(someEvents())
  const usage = memoryUsageStore()
  const pipeline = await costPipeline({ lake: table.lake, usage })
  const { prices } = pipeline.ports
  await prices.append([
    priceRecord('us.anthropic.claude-sonnet-4-6', '2026-07-17T12:34:56Z', { ...CLAUDE_3_15, input_cost_per_token: '0.000001' }),
    priceRecord('amazon.nova-pro-v1:0', '2026-01-01T00:00:00Z', inOut('0.0000008', '0.0000032')),
  ])
  await pipeline.run({ lookBackHours: null, tagDimensions: ['team'] })
  await pipeline.rollUp()
  const clock = () => new Date(START + MS_PER_HOUR)
  const data = usageData(usage, clock)
  return { invocations: table.invocations, data, prices: priceData(prices, clock), clock, usage, priceStore: prices }
}

const PARAMETERS: [key: GroupKey, parameter: string][] = [
  ['model', 'model'], ['caller', 'caller'], ['account', 'account'], ['region', 'region'], ['modelScope', 'scope'], ['serviceTier', 'tier'],
  ['callerKind', 'kind'], ['tag:team', 'tag.team'], ['day', 'from'],
]

t.test('the calls behind every row of a breakdown add up to it exactly, whoever asks', async (t) => {
  const { invocations, data, prices, clock } = await pipelineWithEvents(t)
  const accesses: Access[] = [
    FULL_ACCESS, viewer({ accounts: ['222233334444'], callers: 'all' }),
    viewer({ accounts: 'all', callers: ['role/app-*'] }, { accounts: ['111122223333'], callers: ['a*e'] }), viewer(),
  ]
  for (const access of accesses) {
    let rows = 0
    for (const [key, parameter] of PARAMETERS) {
      const whole = await readWindow(data, access, parseInvocationsState('range=all').query, clock())
      for (const row of report(whole.buckets, { groupBy: [key], filter: parseInvocationsState('').query.filter, timeZone: 'UTC' }).rows) {
        const value = row.keys[key] ?? ''
        const next = key === 'day' ? `&to=${new Date(Date.parse(value) + 24 * MS_PER_HOUR).toISOString().slice(0, 10)}` : '&range=all'
        const state = parseInvocationsState(`${parameter}=${encodeURIComponent(value)}${next}`)
        const usage = await readWindow(data, access, state.query, clock())
        const { page, total } = await invocationsReport({ invocations, prices }, access, state, usage, 1000)
        const cost = page?.calls.reduce((sum, call) => sum + call.cost, 0n)
        const seen = `${key} ${value}`
        t.strictSame([page?.calls.length, cost], [row.measures.calls, totalCost(row.measures.cost)], seen)
        t.strictSame(total, { calls: row.measures.calls, cost: totalCost(row.measures.cost) }, `${seen}, as the page says`)
        t.equal(page?.calls.filter(({ status }) => status === 'unpriced').length, row.measures.unpricedCalls, `${seen}, without a price`)
        rows += 1
      }
    }
    if (access.grants.length > 0) t.ok(rows > 12, `${rows} rows`)
    else t.equal(rows, 0, 'who is granted nothing sees nothing')
  }
})

t.test('a page leads to the next one and to each call, which is explained without what was said in it', async (t) => {
  const { invocations, usage, priceStore, clock } = await pipelineWithEvents(t)
  const app = await appOf(usage, { invocations, prices: priceStore, clock })
  const { body } = await app.inject('/invocations?range=all&tz=UTC')
  t.match(body, /240 calls of \$[\d.]+ in all, 50 on this page/)
  const older = hrefsOf(body).find((href) => href.includes('after='))
  const second = await app.inject(older ?? '')
  t.equal(hrefsOf(second.body).filter((href) => href.includes('request=')).length, 50)
  t.equal(timesOf(body).concat(timesOf(second.body)).toSorted().reverse().join(), timesOf(body).concat(timesOf(second.body)).join(), 'newest first')

  const one = await app.inject(hrefsOf(body).find((href) => href.includes('request=r3')) ?? '')
  for (const part of ['Claude Sonnet 4.6', 'Price key', 'us.anthropic.claude-sonnet-4-6', usageEventOf().source_s3_key, '1 call on this page']) {
    t.ok(one.body.includes(part), part)
  }
})

t.test('columns and minimums are of the address; what cannot be read is named', async (t) => {
  const events = [
    usageEventOf({ ts: '2026-11-23T19:12:13.000Z', latency_ms: 12_000 }),
    usageEventOf({ ts: '2026-11-23T19:12:14.000Z', request_id: 'r2', input_tokens: 5_000_000 }),
  ]
  const invocations = memoryInvocations(events)
  const app = await appOfCalls({ invocations })
  const rows = async (query: string) => timesOf((await app.inject(`/invocations?range=all&${query}`)).body).length
  t.same([await rows(''), await rows('min-latency=10000'), await rows('min-tokens=1000'), await rows('min-cost=1'), await rows('request=r2')], [2, 1, 1, 0, 1])
  const { body } = await app.inject('/invocations?range=all&columns=request.cost')
  t.same([...body.matchAll(/<th scope="col"[^>]*>([^<]*)/g)].map((match) => match[1]), ['Time', 'Cost', 'Request id'])
  const wrong: [query: string, parameter: string][] = [
    ['min-cost=cheap', 'min-cost'], ['min-cost=-1', 'min-cost'], ['min-latency=1.5', 'min-latency'], ['min-tokens=1e9', 'min-tokens'], ['columns=secret', 'columns'],
    ['after=yesterday', 'after'], ['prompt=x', 'prompt'],
  ]
  for (const [query, name] of wrong) {
    const answer = await app.inject(`/invocations?${query}`)
    t.equal(answer.statusCode, 400, query)
    t.match(answer.body, name)
  }
})

t.test('whoever asks is part of what the event table is asked', async (t) => {
  const invocations = memoryInvocations([])
  const grant = { accounts: ['111122223333'], callers: ['a*'] }
  const app = await appOfCalls({ invocations, access: grant })
  t.equal((await app.inject('/invocations?range=all')).statusCode, 200)
  t.same(invocations.asked.map(({ grants }) => grants), [[grant]])
})

t.test('what names hold is text, and no more', async (t) => {
  const event = usageEventOf({
    ts: '2026-11-23T19:12:13.000Z', caller: EVIL, model_id: EVIL, stop_reason: EVIL, identity_arn: EVIL, tags: JSON.stringify({ [EVIL]: EVIL }), source_s3_key: EVIL,
  })
  const app = await appOfCalls({ invocations: memoryInvocations([event]) })
  const { body } = await app.inject('/invocations?range=all&request=r1&columns=caller.model.tags.log.error')
  t.notMatch(body, '<img')
  t.match(body, '&lt;img')
})

t.test('an event table that fails, or is not there, is told in place of the calls', async (t) => {
  const failing = await appOfCalls({ invocations: { read: () => Promise.reject(new Error('secret detail')) } })
  const answer = await failing.inject('/invocations?range=all')
  t.equal(answer.statusCode, 503)
  t.notMatch(answer.body, 'secret detail')
  const without = await appOfCalls({})
  const page = await without.inject('/invocations?range=all')
  t.equal(page.statusCode, 200)
  t.match(page.body, 'no event table at hand')
})

async function appOfCalls(options: AppOfOptions) {
  return appOf(await storeWithUsage(), options)
}

function hrefsOf(body: string): string[] {
  return [...body.matchAll(/href="(\/invocations[^"]*)"/g)].map((match) => (match[1] ?? '').replaceAll('&amp;', '&'))
}

function timesOf(body: string): string[] {
  return [...body.matchAll(/<time datetime="([^"]+)">[^<]*<\/time><\/a><\/th>/g)].map((match) => match[1] ?? '')
}
