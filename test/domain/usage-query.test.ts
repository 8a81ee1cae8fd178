import fc from 'fast-check'
import t from 'tap'
import { GROUP_KEYS, type GroupKey } from '../../domain/group-keys.ts'
import { ALL_USAGE, type ValueFilter } from '../../domain/usage-filter.ts'
import {
  COMPARISONS, DEFAULT_USAGE_QUERY, formatUsageQuery, GRANULARITIES, parseUsageQuery, RELATIVE_RANGES, type UsageQuery,
} from '../../domain/usage-query.ts'

const value = fc.oneof(
  fc.constantFrom('a,b', '!a', 'not-a', 'a&b=c', '100%', ' ', '+', 'ü', '日本', '#', '"', '__proto__', 'tag.x'),
  fc.string({ unit: 'grapheme', minLength: 1, maxLength: 6 }),
)
const list = (one: fc.Arbitrary<string>) => fc.uniqueArray(one, { maxLength: 3 }).map((values) => values.sort())
const filterOf = (one: fc.Arbitrary<string>): fc.Arbitrary<ValueFilter> =>
  fc.record({ include: list(one), exclude: list(one) }, { noNullPrototype: true })
const tagFilter = filterOf(fc.oneof(value, fc.constant(''))).filter(({ include, exclude }) => include.length + exclude.length > 0)

const arbitraryQuery: fc.Arbitrary<UsageQuery> = fc.record({
  range: fc.oneof(
    fc.constantFrom(...RELATIVE_RANGES),
    fc.constantFrom({ from: '2026-07-01', to: '2026-07-18' }, { from: '2026-07-01T05:00:00+02:00', to: '2026-07-18T00:00Z' }),
  ),
  timeZone: fc.constantFrom('UTC', 'Europe/Berlin', 'Asia/Kolkata'),
  filter: fc.record({
    accounts: filterOf(value), regions: filterOf(value), models: filterOf(value), callers: filterOf(value),
    tags: fc.uniqueArray(fc.tuple(value, tagFilter), { selector: ([key]) => key, maxLength: 2 }).map(Object.fromEntries),
  }, { noNullPrototype: true }),
  groupBy: fc.uniqueArray(
    fc.oneof(fc.constantFrom<GroupKey>(...GROUP_KEYS), value.map((key): GroupKey => `tag:${key}`)), { maxLength: 4 },
  ),
  granularity: fc.constantFrom(...GRANULARITIES),
  compare: fc.constantFrom(...COMPARISONS),
}, { noNullPrototype: true }).filter((query) => formatUsageQuery(query).length <= 7000)

t.test('a query comes back from its query string as it was', async (t) => {
  fc.assert(fc.property(arbitraryQuery, (query) => {
    t.strictSame(parseUsageQuery(formatUsageQuery(query)), query)
  }), { numRuns: 200 })
})

t.test('the query string is the same for whatever order the parameters come in', async () => {
  const shuffled = arbitraryQuery.chain((query) => {
    const parameters = [...new URLSearchParams(formatUsageQuery(query))]
    const groups = parameters.filter(([name]) => name === 'group')
    return fc.tuple(
      fc.constant(query),
      fc.shuffledSubarray(parameters.filter(([name]) => name !== 'group'), { minLength: parameters.length - groups.length })
        .map((rest) => new URLSearchParams([...groups, ...rest]).toString()),
    )
  })
  fc.assert(fc.property(shuffled, ([query, text]) => formatUsageQuery(parseUsageQuery(text)) === formatUsageQuery(query)))
})

t.test('defaults are dropped', async (t) => {
  t.equal(formatUsageQuery(DEFAULT_USAGE_QUERY), '')
  t.strictSame(parseUsageQuery(''), DEFAULT_USAGE_QUERY)
  t.equal(formatUsageQuery(parseUsageQuery('?range=30d&tz=UTC&granularity=auto&compare=previous')), '')
})

t.test('the default query is frozen', async (t) => {
  t.strictSame(DEFAULT_USAGE_QUERY, {
    range: '30d', timeZone: 'UTC', filter: ALL_USAGE, groupBy: [], granularity: 'auto', compare: 'previous',
  })
})

t.test('a query reads well', async (t) => {
  const query: UsageQuery = {
    ...DEFAULT_USAGE_QUERY,
    range: 'mtd',
    filter: { ...ALL_USAGE, models: { include: ['b', 'a', 'a'], exclude: [] }, callers: { include: [], exclude: ['x,y'] },
      tags: { team: { include: ['search', ''], exclude: [] } } },
    groupBy: ['model', 'tag:team'],
  }
  t.equal(formatUsageQuery(query), 'range=mtd&model=a&model=b&not-caller=x%2Cy&tag.team=&tag.team=search&group=model&group=tag%3Ateam')
})

t.test('what a form leaves empty counts as not given', async (t) => {
  t.strictSame(parseUsageQuery('range=&from=&to=&tz=&tz=UTC&model=&not-region=&group=&compare='), DEFAULT_USAGE_QUERY)
})

t.test('parameters of the page itself are left alone', async (t) => {
  t.equal(parseUsageQuery('page=2&range=7d', ['page']).range, '7d')
})

t.test('a query that cannot be answered names the parameter at fault', async (t) => {
  const cases: [string, string][] = [
    ['colour=red', 'colour'],
    ['Model=a', 'Model'],
    ['tag.=x', 'tag.'],
    ['not-range=7d', 'not-range'],
    ['range=7d&range=30d', 'range'],
    ['range=8d', 'range'],
    ['range=7d&from=2026-07-01&to=2026-07-02', 'range'],
    ['from=2026-07-01', 'to'],
    ['to=2026-07-01', 'from'],
    ['from=2026-02-30&to=2026-03-01', 'from'],
    ['from=2026-03-01&to=2026-03-01', 'to'],
    ['tz=Mars', 'tz'],
    ['tz=UTC&tz=UTC', 'tz'],
    ['group=colour', 'group'],
    ['group=model&group=model', 'group'],
    ['group=tag:', 'group'],
    ['granularity=minute', 'granularity'],
    ['compare=next', 'compare'],
    [`model=${'x'.repeat(7000)}`, 'query'],
  ]
  for (const [text, parameter] of cases) {
    t.throws(() => parseUsageQuery(text), { name: 'QueryError', parameter }, text.slice(0, 60))
  }
})
