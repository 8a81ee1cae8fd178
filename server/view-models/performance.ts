import type { UsageFilter } from '../../domain/usage-filter.ts'
import { pageHref } from '../page-state.ts'
import type { PerformanceReport } from '../performance-report.ts'
import {
  LATENCY_BANDS, LATENCY_SCALES, PERFORMANCE_TABLE, performanceParameters, type PerformanceState,
} from '../performance-state.ts'
import type { PageContext } from '../usage-view.ts'
import { scopeLabels } from './badges.ts'
import type { CardView } from './card-view.ts'
import type { ChartSwitch, PlotView } from './chart.ts'
import { dataTable, type DataTableView, type TableRow } from './data-table.ts'
import type { SelectView } from './display-options.ts'
import { firstToken, pointsByTime } from './first-token.ts'
import { foldRows, sumNumbers } from './fold-rows.ts'
import { formTo, type FormView } from './form.ts'
import { modelNames } from './model-names.ts'
import { colorsFor, OTHER_COLOR } from './palette.ts'
import { performanceCards } from './performance-cards.ts'
import { firstTokenChart, latencyChart, speedChart, tokenTimeChart } from './performance-charts.ts'
import { PERFORMANCE_COLUMNS, type PerformanceNumbers } from './performance-columns.ts'
import type { PageView } from './shell.ts'
import { slots } from './slots.ts'
import { timeCategories } from './time-categories.ts'
import { timeColumn } from './time-label.ts'

export interface PerformanceView extends PageView {
  readonly focus: { readonly form: FormView; readonly select: SelectView }
  readonly summary: { readonly cards: readonly CardView[] }
  readonly latency: PlotView
  readonly speed: PlotView
  readonly tokenTime: PlotView
  readonly firstToken: PlotView
  /** What has to be known about where times to the first token come from. */
  readonly firstTokenNote: string
  readonly table: DataTableView
}

/** Numbers → everything that the templates of the page print. */
export function performanceView(state: PerformanceState, numbers: PerformanceReport, { usage }: PageContext): PerformanceView {
  const { focus, query: { filter, timeZone } } = state
  const { step, times, partialTimes } = usage.window
  const names = modelNames([...numbers.models, ...(focus === null ? [] : [focus])])
  const nameOf = (id: string) => names.get(id) ?? id
  const hrefOf = (changed: Partial<PerformanceState>) => {
    const next = { ...state, ...changed }
    return pageHref('/performance', next, performanceParameters(next))
  }
  const byTime = slots(numbers.byTime.rows, times, step)
  const subject = focus === null ? 'all models' : nameOf(focus)
  const charts = { subject, step, first: timeColumn(step, timeZone), categories: timeCategories(usage.window, timeZone), byTime }
  const metrics = [...numbers.metrics.points].filter(([model]) => focus === null || model === focus).flatMap(([, points]) => points)
  const metricsByTime = pointsByTime(metrics, step, timeZone)
  const { total } = numbers.byTime
  return {
    isEmpty: numbers.byModel.total.measures.calls === 0,
    focus: focusSelect(state, numbers.models, nameOf, hrefOf({ focus: null })),
    summary: {
      cards: performanceCards({
        total, byTime, step, isLastPartial: partialTimes.includes(times.at(-1) ?? ''), firstToken: firstToken(total.measures, metrics),
      }),
    },
    latency: latencyChart({ ...charts, band: state.band, scale: state.scale, switches: latencySwitches(state, hrefOf) }),
    speed: speedChart(charts),
    tokenTime: tokenTimeChart(charts),
    firstToken: firstTokenChart({ ...charts, points: times.map((time) => metricsByTime.get(time) ?? []) }),
    firstTokenNote: firstTokenNote(numbers.metrics.state, filter),
    table: dataTable({
      id: 'performance-models', title: 'Latency by model', noun: 'model', first: 'Model', layout: PERFORMANCE_TABLE, columns: PERFORMANCE_COLUMNS,
      rows: modelRows(numbers, nameOf, (model) => hrefOf({ focus: model === focus ? null : model })),
      total: { ...numbers.byModel.total, firstToken: firstToken(numbers.byModel.total.measures, []) },
      explainTotal: () => null,
      sumOf: (rows) => {
        const sum = sumNumbers(rows)
        return { ...sum, firstToken: firstToken(sum.measures, []) }
      },
      share: ({ measures }, whole) => measures.calls / Math.max(1, whole.measures.calls),
      state: state.table, hrefOf: (table) => hrefOf({ table }),
    }),
  }
}

function modelRows(
  { byModel, models, metrics }: PerformanceReport, nameOf: (id: string) => string, hrefOf: (model: string) => string,
): TableRow<PerformanceNumbers>[] {
  const colors = colorsFor(models)
  return foldRows(byModel.rows, 'model', 'modelScope').map(({ key, kinds, errors, measures }) => ({
    key, name: nameOf(key), badges: scopeLabels(kinds).split(', ').filter((badge) => badge !== ''), color: colors.get(key) ?? OTHER_COLOR,
    href: hrefOf(key), hint: 'its times in the charts',
    numbers: { errors, measures, firstToken: firstToken(measures, metrics.points.get(key) ?? []) },
    explain: () => null,
  }))
}

function focusSelect(
  { focus }: PerformanceState, models: readonly string[], nameOf: (id: string) => string, href: string,
): PerformanceView['focus'] {
  const ids = [...new Set([...models, ...(focus === null ? [] : [focus])])].sort((a, b) => (nameOf(a) < nameOf(b) ? -1 : 1))
  return {
    form: formTo(href, (name) => name === 'focus'),
    select: {
      name: 'focus', label: 'Model',
      choices: [
        { value: '', label: 'All models', selected: focus === null },
        ...ids.map((id) => ({ value: id, label: nameOf(id), selected: id === focus })),
      ],
    },
  }
}

const BAND_LABELS = { percentiles: 'Percentiles', extremes: 'Min, mean, max' } as const
const SCALE_LABELS = { linear: 'Linear', log: 'Log' } as const

function latencySwitches(state: PerformanceState, hrefOf: (changed: Partial<PerformanceState>) => string): ChartSwitch[] {
  return [
    {
      label: 'Values',
      choices: LATENCY_BANDS.map((band) => ({ label: BAND_LABELS[band], title: '', current: band === state.band, href: hrefOf({ band }) })),
    },
    {
      label: 'Scale',
      choices: LATENCY_SCALES.map((scale) => ({ label: SCALE_LABELS[scale], title: '', current: scale === state.scale, href: hrefOf({ scale }) })),
    },
  ]
}

const LOGS_ONLY = 'Only streamed calls have a time to the first token, and only some operations log it.'

function firstTokenNote(state: PerformanceReport['metrics']['state'], { callers, tags }: UsageFilter): string {
  if (state === 'none') return `${LOGS_ONLY} All of it is from the logs.`
  if (state === 'failed') return `${LOGS_ONLY} CloudWatch did not answer for every account and region: what it would add is missing.`
  const narrowed = [callers, ...Object.values(tags)].some(({ include, exclude }) => include.length + exclude.length > 0)
  const whole = narrowed ? ' CloudWatch knows neither callers nor tags: its figures are of all calls of the accounts and regions chosen.' : ''
  return `${LOGS_ONLY} Models whose log tells none are filled in from CloudWatch, which keeps percentiles of short periods: their mean is shown.${whole}`
}
