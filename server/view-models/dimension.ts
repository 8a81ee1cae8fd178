import type { GroupKey } from '../../domain/group-keys.ts'
import type { ReportNumbers } from '../../domain/report.ts'
import { totalCost } from '../../domain/total-cost.ts'
import type { DimensionReport } from '../dimension-report.ts'
import {
  DIMENSION_METRICS, DIMENSION_SHOWS, DIMENSION_TABLE, dimensionParameters, type Dimension, type DimensionState,
} from '../dimension-state.ts'
import { pageHref } from '../page-state.ts'
import type { ChartSwitch, PlotView } from './chart.ts'
import { dataTable, type DataTableView } from './data-table.ts'
import { dimensionBars, dimensionDonut } from './dimension-charts.ts'
import { DIMENSION_COLUMNS } from './dimension-columns.ts'
import { dimensionRows, explainOthers, type DimensionRow } from './dimension-rows.ts'
import type { DonutView } from './donut.ts'
import { explainColumns } from './explain-links.ts'
import { sumNumbers } from './fold-rows.ts'
import { usdToNumber } from './format-usd.ts'
import type { PageView } from './shell.ts'

export interface DimensionView extends PageView {
  readonly switches: readonly ChartSwitch[]
  /** Null where only the table is wanted. */
  readonly chart: PlotView | DonutView | null
  readonly table: DataTableView
}

const SHOWS = { bars: 'Bars', donut: 'Donut', table: 'Table' } as const
const METRICS = { cost: 'Cost', tokens: 'Tokens', calls: 'Calls' } as const
const NOUNS: Readonly<Record<string, string>> = {
  model: 'model', caller: 'caller', modelScope: 'scope', serviceTier: 'tier', callerKind: 'kind',
}

export function dimensionView(dimension: Dimension, state: DimensionState, numbers: DimensionReport): DimensionView {
  const { groupBy, total } = numbers
  const hrefOf = (changed: Partial<DimensionState>) => {
    const next = { ...state, ...changed }
    return pageHref(dimension.path, next, dimensionParameters(next))
  }
  const rows = dimensionRows(numbers, state, dimension)
  const first = headingOf(groupBy)
  const valueOf = new Map(rows.map((row, index) => [row, numbers.rows[index]?.key ?? '']))
  const explain = {
    explainTotal: explainColumns(state),
    explainRest: (shown: readonly DimensionRow[]) => explainOthers(state, groupBy, shown.map((row) => valueOf.get(row) ?? '')),
  }
  const chartSpec = { id: 'dimension-chart', metric: state.metric, rows, total, first, sumOf: sumNumbers, ...explain }
  const hasImages = total.measures.images > 0 || total.measures.cost.images > 0n
  return {
    isEmpty: total.measures.calls === 0,
    switches: switchesOf(dimension, state, numbers, hrefOf),
    chart: state.show === 'table' ? null : state.show === 'donut' ? dimensionDonut(chartSpec) : dimensionBars(chartSpec),
    table: dataTable({
      id: 'dimension-table', title: titleOf(dimension, groupBy), noun: nounOf(groupBy), first, layout: DIMENSION_TABLE,
      columns: hasImages ? DIMENSION_COLUMNS : DIMENSION_COLUMNS.filter(({ id }) => id !== 'images' && id !== 'imageCount'),
      rows, total, ...explain, sumOf: sumNumbers, share: shareOfCost,
      state: state.table, hrefOf: (table) => hrefOf({ table }),
    }),
  }
}

function switchesOf(
  { key, otherKeys }: Dimension, state: DimensionState, { groupBy, tags }: DimensionReport,
  hrefOf: (changed: Partial<DimensionState>) => string,
): ChartSwitch[] {
  const keys: GroupKey[] = [key, ...otherKeys, ...tags.map((tag): GroupKey => `tag:${tag}`)]
  return [
    {
      label: 'Group by',
      choices: keys.map((one) => ({
        label: headingOf(one), title: one.startsWith('tag:') ? 'Tag of the calls' : '', current: one === groupBy,
        href: hrefOf({ query: { ...state.query, groupBy: one === key ? [] : [one] }, table: { ...state.table, page: 1, search: '' } }),
      })),
    },
    {
      label: 'Show as',
      choices: DIMENSION_SHOWS.map((show) => ({ label: SHOWS[show], title: '', current: show === state.show, href: hrefOf({ show }) })),
    },
    ...(state.show === 'table' ? [] : [{
      label: 'Measure',
      choices: DIMENSION_METRICS.map((metric) => ({ label: METRICS[metric], title: '', current: metric === state.metric, href: hrefOf({ metric }) })),
    }]),
  ]
}

/** `Model`, or the name of a tag as it is. */
function headingOf(key: GroupKey): string {
  if (key.startsWith('tag:')) return key.slice('tag:'.length)
  const noun = nounOf(key)
  return noun.charAt(0).toUpperCase() + noun.slice(1)
}

function nounOf(key: GroupKey): string {
  return NOUNS[key] ?? 'value'
}

function titleOf({ path }: Dimension, key: GroupKey): string {
  const of = path === '/models' ? 'Models' : 'Callers'
  return key === 'model' || key === 'caller' ? of : `${of} by ${headingOf(key).toLowerCase()}`
}

function shareOfCost({ measures }: ReportNumbers, whole: ReportNumbers): number {
  const all = usdToNumber(totalCost(whole.measures.cost))
  return all <= 0 ? 0 : usdToNumber(totalCost(measures.cost)) / all
}
