import type { GroupKey } from '../../domain/group-keys.ts'
import type { ReportNumbers } from '../../domain/report.ts'
import { tagFilter, type UsageFilter } from '../../domain/usage-filter.ts'
import type { DimensionReport } from '../dimension-report.ts'
import { CALLERS, MODELS, type Dimension } from '../dimension-state.ts'
import { pageHref, type PageState } from '../page-state.ts'
import { callerKindLabels, scopeLabels } from './badges.ts'
import type { TableRow } from './data-table.ts'
import { explainColumns, withFilter } from './explain-links.ts'
import { leftOut, narrowed, without } from './filter-links.ts'
import type { FoldedRow } from './fold-rows.ts'
import { modelNames } from './model-names.ts'
import { colorsFor, OTHER_COLOR } from './palette.ts'

/** More colours than this nobody can tell apart. */
const COLORED = 10

export type DimensionRow = TableRow<ReportNumbers>

/** The rows of a dimension with their names, colours and links. */
export function dimensionRows(
  { rows, groupBy, models }: DimensionReport, state: PageState, dimension: Dimension,
): DimensionRow[] {
  const names = modelNames(models)
  const colors = groupBy === 'model' ? colorsFor(models) : colorsFor(rows.slice(0, COLORED).map(({ key }) => key))
  const drill = drillDown(groupBy, dimension)
  return rows.map((row) => ({
    key: row.key === '' ? NO_VALUE : row.key,
    name: nameOf(row.key, groupBy, names),
    badges: badgesOf(row, groupBy),
    color: colors.get(row.key) ?? OTHER_COLOR,
    href: drill === null ? null
      : pageHref(drill.path, { ...state, query: { ...state.query, groupBy: [], filter: drill.only(state.query.filter, row.key) } }),
    hint: drill?.hint ?? '',
    numbers: { errors: row.errors, measures: row.measures },
    explain: explainLinks(state, groupBy, row.key),
  }))
}

const NO_VALUE = '(none)'

function nameOf(key: string, groupBy: GroupKey, names: ReadonlyMap<string, string>): string {
  if (key === '') return NO_VALUE
  if (groupBy === 'model') return names.get(key) ?? key
  return groupBy === 'callerKind' ? callerKindLabels([key]) : key
}

function badgesOf({ kinds }: FoldedRow, groupBy: GroupKey): string[] {
  const label = groupBy === 'model' ? scopeLabels(kinds) : groupBy === 'caller' ? callerKindLabels(kinds) : ''
  return label === '' ? [] : label.split(', ')
}

interface DrillDown {
  readonly path: string
  readonly hint: string
  readonly only: (filter: UsageFilter, key: string) => UsageFilter
}

/** From a model to its callers, from a caller to its models, from a tag's value to either; a scope is no filter of its own. */
function drillDown(groupBy: GroupKey, { path }: Dimension): DrillDown | null {
  if (groupBy === 'model') return { path: CALLERS.path, hint: 'its callers', only: onlyIn('models') }
  if (groupBy === 'caller') return { path: MODELS.path, hint: 'its models', only: onlyIn('callers') }
  if (!groupBy.startsWith('tag:')) return null
  return { path, hint: path === MODELS.path ? 'its models' : 'its callers', only: onlyTag(groupBy.slice('tag:'.length)) }
}

function onlyIn(field: 'models' | 'callers'): DrillDown['only'] {
  return (filter, key) => narrowed(filter, field, key)
}

function onlyTag(tag: string): DrillDown['only'] {
  return (filter, key) => ({ ...filter, tags: { ...filter.tags, [tag]: { include: [key], exclude: [] } } })
}

const NARROWING: ReadonlyMap<GroupKey, 'scope' | 'tier' | 'kind'> = new Map([
  ['modelScope', 'scope'], ['serviceTier', 'tier'], ['callerKind', 'kind'],
])

/** Links to what the dollars of all rows but these are made of; none where no filter tells them apart. */
export function explainOthers(
  state: PageState, groupBy: GroupKey, keys: readonly string[],
): DimensionRow['explain'] {
  const { filter } = state.query
  if (groupBy === 'model') return explainColumns(withFilter(state, without(filter, 'models', keys)))
  if (groupBy === 'caller') return explainColumns(withFilter(state, without(filter, 'callers', keys)))
  if (!groupBy.startsWith('tag:')) return () => null
  const tag = groupBy.slice('tag:'.length)
  return explainColumns(withFilter(state, { ...filter, tags: { ...filter.tags, [tag]: leftOut(tagFilter(filter, tag), keys) } }))
}

/** Links to what the dollars of a row are made of. */
function explainLinks(state: PageState, groupBy: GroupKey, key: string): DimensionRow['explain'] {
  const { filter } = state.query
  const own = NARROWING.get(groupBy)
  const only = drillDown(groupBy, MODELS)?.only(filter, key) ?? filter
  return explainColumns(withFilter(state, only), own === undefined ? {} : { [own]: key })
}
