import t from 'tap'
import { ALL_USAGE, ALL_VALUES, tagFilter, usageMatcher, type UsageFilter } from '../../domain/usage-filter.ts'
import { cellOf, SOURCE_A, SOURCE_B } from '../fixtures/bucket.ts'

const search = cellOf({ model: 'm1', caller: 'alice', tags: '{"team":"search","size":5}' })
const ads = cellOf({ model: 'm2', caller: 'bob', tags: '{"team":"ads"}' })
const untagged = cellOf({ model: 'm1', caller: 'carol' })
const cells = { search, ads, untagged }

function passing(filter: Partial<UsageFilter>): string[] {
  const matcher = usageMatcher({ ...ALL_USAGE, ...filter })
  return Object.entries(cells).filter(([, cell]) => matcher.cell(cell)).map(([name]) => name)
}

t.test('a cell passes if every filter includes and none excludes it', async (t) => {
  const cases: [Partial<UsageFilter>, string[]][] = [
    [{}, ['search', 'ads', 'untagged']],
    [{ models: { include: ['m1', 'm9'], exclude: [] } }, ['search', 'untagged']],
    [{ models: { include: [], exclude: ['m1'] } }, ['ads']],
    [{ models: { include: ['m1'], exclude: ['m1'] } }, []],
    [{ models: { include: ['m1'], exclude: [] }, callers: { include: [], exclude: ['carol'] } }, ['search']],
    [{ tags: { team: { include: ['search', 'ads'], exclude: [] } } }, ['search', 'ads']],
    [{ tags: { team: { include: [''], exclude: [] } } }, ['untagged']],
    [{ tags: { team: { include: [], exclude: [''] }, size: { include: ['5'], exclude: [] } } }, ['search']],
    [{ tags: { toString: { include: [''], exclude: [] } } }, ['search', 'ads', 'untagged']],
  ]
  for (const [filter, expected] of cases) t.strictSame(passing(filter), expected, JSON.stringify(filter))
})

t.test('a source passes by account and region', async (t) => {
  const cases: [Partial<UsageFilter>, boolean, boolean][] = [
    [{}, true, true],
    [{ accounts: { ...ALL_VALUES, include: [SOURCE_A.accountId] } }, true, false],
    [{ regions: { ...ALL_VALUES, exclude: [SOURCE_A.region] } }, false, true],
    [
      { accounts: { ...ALL_VALUES, include: [SOURCE_A.accountId] }, regions: { ...ALL_VALUES, include: [SOURCE_B.region] } },
      false, false,
    ],
  ]
  for (const [filter, a, b] of cases) {
    const matcher = usageMatcher({ ...ALL_USAGE, ...filter })
    t.same([matcher.source(SOURCE_A), matcher.source(SOURCE_B)], [a, b], JSON.stringify(filter))
  }
})

t.test('a tag may be called like something that every object has', async (t) => {
  const asked = { include: ['x'], exclude: [] }
  for (const tag of ['team', '__proto__', 'constructor', 'toString']) {
    t.strictSame(tagFilter(ALL_USAGE, tag), ALL_VALUES, tag)
    t.strictSame(tagFilter({ ...ALL_USAGE, tags: { [tag]: asked } }, tag), asked, tag)
  }
})
