import t from 'tap'
import { filterOptions } from '../../domain/filter-options.ts'
import { bucketOf, cellOf, SOURCE_A, SOURCE_B } from '../fixtures/bucket.ts'

t.test('calls are counted by every value that usage can be filtered by', async (t) => {
  const options = filterOptions([
    bucketOf(SOURCE_A, 'hour', '2026-11-23T05', [
      cellOf({ model: 'm1', caller: 'alice', calls: 2, tags: '{"team":"red"}' }),
      cellOf({ model: 'm2', caller: 'alice', calls: 1, tags: '{"app":"chat","team":"blue"}' }),
    ]),
    bucketOf(SOURCE_B, 'day', '2026-11-22', [cellOf({ model: 'm1', caller: 'bob', calls: 4 })]),
  ])
  t.same(options.accounts, new Map([[SOURCE_A.accountId, 3], [SOURCE_B.accountId, 4]]))
  t.same(options.regions, new Map([[SOURCE_A.region, 3], [SOURCE_B.region, 4]]))
  t.same(options.models, new Map([['m1', 6], ['m2', 1]]))
  t.same(options.callers, new Map([['alice', 3], ['bob', 4]]))
  t.same([...options.tags], [
    ['app', new Map([['chat', 1], ['', 6]])],
    ['team', new Map([['red', 2], ['blue', 1], ['', 4]])],
  ])
})

t.test('a tag that every call bears has no calls without it, and no usage no options', async (t) => {
  const options = filterOptions([bucketOf(SOURCE_A, 'hour', '2026-11-23T05', [cellOf({ calls: 2, tags: '{"team":"red"}' })])])
  t.same([...options.tags], [['team', new Map([['red', 2]])]])
  const none = filterOptions([])
  t.same([none.accounts.size, none.models.size, none.tags.size], [0, 0, 0])
})
