import fc from 'fast-check'
import t from 'tap'
import { ageOf, FRESH_MS, freshnessOf, overallFreshness, STALE_MS } from '../../domain/freshness.ts'

const now = Date.parse('2026-11-23T20:41:00Z')
const source = (accountId: string, newestEvent: string) => ({ accountId, region: 'us-east-1', newestEvent })

t.test('events are fresh for 15 minutes, late up to an hour, and stale after it', async (t) => {
  const cases: [string, string][] = [
    ['2026-11-23T20:45:00Z', 'fresh'],
    ['2026-11-23T20:41:00Z', 'fresh'],
    ['2026-11-23T20:26:00Z', 'fresh'],
    ['2026-11-23T20:25:59Z', 'late'],
    ['2026-11-23T19:41:00Z', 'late'],
    ['2026-11-23T19:40:59Z', 'stale'],
    ['2026-07-18T20:00:00Z', 'stale'],
  ]
  for (const [newestEvent, state] of cases) t.equal(freshnessOf(newestEvent, now), state, newestEvent)
  t.same([FRESH_MS, STALE_MS], [900_000, 3_600_000])
})

t.test('an instant ahead has no age', async (t) => {
  t.equal(ageOf('2026-11-23T20:45:00Z', now), 0)
  t.equal(ageOf('2026-11-23T20:40:30Z', now), 30_000)
})

t.test('one source that stopped is the state of all, and is named first', async (t) => {
  const sources = [
    source('111122223333', '2026-11-23T20:40:00Z'), source('222233334444', '2026-11-23T20:00:00Z'), source('333344445555', '2026-11-20T20:00:00Z'),
  ]
  const { state, newestEvent, behind } = overallFreshness(sources, false, now)
  t.equal(state, 'stale')
  t.equal(newestEvent, '2026-11-23T20:40:00Z')
  t.same(behind.map(({ accountId }) => accountId), ['333344445555', '222233334444'])
})

t.test('where usage is no longer computed all is stale, whatever the sources', async (t) => {
  t.match(overallFreshness([source('111122223333', '2026-11-23T20:40:00Z')], true, now), { state: 'stale', behind: [] })
})

t.test('without sources there is no state', async (t) => {
  t.same(overallFreshness([], true, now), { state: 'none', isComputingOverdue: true, newestEvent: null, isPartial: false, behind: [] })
})

t.test('that some callers of a source are quiet says nothing about it', async (t) => {
  const [quiet, whole] = [{ ...source('111122223333', '2026-11-20T20:00:00Z'), isPartial: true }, { ...source('222233334444', '2026-11-23T20:10:00Z'), isPartial: false }]
  t.same(overallFreshness([quiet], false, now), {
    state: 'fresh', isComputingOverdue: false, newestEvent: '2026-11-20T20:00:00Z', isPartial: true, behind: [],
  })
  t.match(overallFreshness([quiet], true, now), { state: 'stale', behind: [] })
  t.same(overallFreshness([quiet, whole], false, now), {
    state: 'late', isComputingOverdue: false, newestEvent: '2026-11-23T20:10:00Z', isPartial: false, behind: [whole],
  })
})

t.test('the order of sources does not matter, and all are fresh only if each is', async () => {
  const ages = fc.array(fc.integer({ min: 0, max: 2 * STALE_MS }), { minLength: 1, maxLength: 8 })
  fc.assert(fc.property(ages, (agesMs) => {
    const sources = agesMs.map((ageMs, index) => source(String(index), new Date(now - ageMs).toISOString()))
    const overall = overallFreshness(sources, false, now)
    const reversed = overallFreshness(sources.toReversed(), false, now)
    return JSON.stringify(overall) === JSON.stringify(reversed)
      && (overall.state === 'fresh') === agesMs.every((ageMs) => ageMs <= FRESH_MS)
      && overall.behind.length === agesMs.filter((ageMs) => ageMs > FRESH_MS).length
  }), { numRuns: 200 })
})
