import t from 'tap'
import { filterOptions } from '../../../domain/filter-options.ts'
import { ALL_USAGE, type UsageFilter } from '../../../domain/usage-filter.ts'
import { filtersView } from '../../../server/view-models/filter-menus.ts'
import { bucketOf, cellOf, SOURCE_A, SOURCE_B } from '../../fixtures/bucket.ts'

const CALLERS = Array.from({ length: 60 }, (_, index) => `caller-${String(index).padStart(2, '0')}@example.com`)
const options = filterOptions([
  bucketOf(SOURCE_A, 'hour', '2026-11-23T05', CALLERS.map((caller, index) =>
    cellOf({ caller, model: 'anthropic.claude-sonnet-4-6', calls: 100 - index, tags: '{"team":"red"}' }))),
  bucketOf(SOURCE_B, 'hour', '2026-11-23T05', [cellOf({ caller: 'batch', model: 'amazon.nova-pro-v1:0', calls: 2000 })]),
])

function menusOf(changed: Partial<UsageFilter> = {}, searches: [string, string][] = []) {
  return filtersView({
    filter: { ...ALL_USAGE, ...changed }, options, searches: new Map(searches),
    accountNames: new Map([[SOURCE_A.accountId, 'team-lab']]), clearHref: '/?range=7d&metric=tokens', hasCallers: true,
  })
}

t.test('there is a menu for everything that usage can be filtered by, tags included', async (t) => {
  t.same(menusOf().menus.map(({ label, search }) => [label, search.name]), [
    ['Accounts', 'find-account'], ['Regions', 'find-region'], ['Models', 'find-model'], ['Callers', 'find-caller'], ['team', 'find-tag.team'],
  ])
})

t.test('the form keeps what is no filter, and nothing else', async (t) => {
  t.same(menusOf().form, { action: '/', hidden: [{ name: 'range', value: '7d' }, { name: 'metric', value: 'tokens' }] })
})

t.test('options are named, most calls first, with the exact number behind the short one', async (t) => {
  const [accounts, , models, , team] = menusOf().menus
  t.match(accounts?.options, [{ label: 'team-lab', title: SOURCE_A.accountId, calls: '4.2K', exactCalls: '4,230 calls' }, { label: SOURCE_B.accountId }])
  t.same(models?.options.map(({ label }) => label), ['Claude Sonnet 4.6', 'Nova Pro'])
  t.same(team?.options.map(({ label, value }) => [label, value]), [['red', 'red'], ['(none)', '']])
})

t.test('a long list shows its first fifty and says so; what is chosen beyond them is kept', async (t) => {
  const callers = menusOf({ callers: { include: [CALLERS[59]!], exclude: ['batch'] } }).menus[3]
  t.equal(callers?.options.length, 50)
  t.equal(callers?.note, 'The first 50 of 61 by calls: search for the others')
  t.equal(callers?.chosen, '2 of 61')
  t.same(callers?.hidden, [{ name: 'caller', value: CALLERS[59] }])
  t.match(callers?.options[0], { value: 'batch', include: { checked: false }, exclude: { name: 'not-caller', checked: true } })
})

t.test('a search looks at names and ids, whatever the case, and opens the menu', async (t) => {
  const cases: [string, string, number, string[]][] = [
    ['caller', 'R-59@', 3, [CALLERS[59]!]],
    ['model', 'nova pro', 2, ['amazon.nova-pro-v1:0']],
    ['model', 'AMAZON', 2, ['amazon.nova-pro-v1:0']],
    ['account', 'LAB', 0, [SOURCE_A.accountId]],
    ['region', 'mars', 1, []],
  ]
  for (const [parameter, text, index, found] of cases) {
    const menu = menusOf({}, [[parameter, text]]).menus[index]
    t.same(menu?.options.map(({ value }) => value), found, `${text} in ${parameter}`)
    t.equal(menu?.isOpen, true)
  }
  t.equal(menusOf({}, [['region', 'mars']]).menus[1]?.note, 'Nothing contains “mars”')
})

t.test('what is chosen stays to be taken off, though the period has no call of it', async (t) => {
  const menus = menusOf({ models: { include: ['gone'], exclude: [] }, tags: { app: { include: ['chat'], exclude: [] } } }).menus
  t.match(menus[2]?.options.at(-1), { value: 'gone', calls: '0', include: { checked: true } })
  t.match(menus.at(-1), { label: 'app', chosen: '1 of 1', options: [{ value: 'chat' }] })
})
