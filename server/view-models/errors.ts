import { errorKind } from '../../domain/error-kind.ts'
import type { UsageFilter } from '../../domain/usage-filter.ts'
import { sumFailures, type CodeFailures, type ErrorsReport, type Failures } from '../errors-report.ts'
import { errorsParameters, ERROR_TABLES, type ErrorsState } from '../errors-state.ts'
import { ANY_ERROR, explainHref } from '../explain-state.ts'
import { invocationsHref } from '../invocations-state.ts'
import { pageHref } from '../page-state.ts'
import type { PageContext } from '../usage-view.ts'
import type { CardView } from './card-view.ts'
import type { PlotView } from './chart.ts'
import { dataTable, type DataTableView, type TableRow } from './data-table.ts'
import { errorCards } from './error-cards.ts'
import { CODE_COLUMNS, FAILURE_COLUMNS } from './error-columns.ts'
import { errorTrend, KIND_NAMES } from './error-trend.ts'
import { isOnly, narrowed, toggled, without } from './filter-links.ts'
import { modelNames } from './model-names.ts'
import { colorsFor } from './palette.ts'
import type { PageView } from './shell.ts'

export interface ErrorsView extends PageView {
  readonly cards: readonly CardView[]
  /** The code that the page is narrowed down to, and the page without that; null for all codes. */
  readonly code: { readonly name: string; readonly href: string } | null
  readonly trend: PlotView
  readonly codes: DataTableView
  readonly models: DataTableView
  readonly callers: DataTableView
}

type Table = 'codes' | 'models' | 'callers'

export function errorsView(state: ErrorsState, numbers: ErrorsReport, _now: Date, { usage: { window } }: PageContext): ErrorsView {
  const { total } = numbers
  const hrefOf = (changed: Partial<ErrorsState>) => {
    const next = { ...state, ...changed }
    return pageHref('/errors', next, errorsParameters(next))
  }
  const { filter } = state.query
  const error = state.code ?? ANY_ERROR
  const page = (table: Table) => ({
    layout: ERROR_TABLES[table], state: state[table], share: shareOfFailures, pageSize: 10,
    hrefOf: (changed: ErrorsState[Table]) => hrefOf({ [table]: changed }),
  })
  const explainTotal = explainFailures(state, filter, error)
  const explainRest = (field: 'models' | 'callers') => (shown: readonly TableRow<Failures>[]) =>
    explainFailures(state, without(filter, field, shown.map(({ key }) => key)), error)
  return {
    isEmpty: total.calls === 0,
    cards: errorCards(total, explainHref(state, { error })),
    code: state.code === null ? null : { name: state.code, href: hrefOf({ code: null }) },
    trend: errorTrend({ metric: state.metric, numbers, window, timeZone: state.query.timeZone, hrefOf: (metric) => hrefOf({ metric }) }),
    codes: dataTable({
      ...page('codes'), id: 'errors-codes', title: 'By code', noun: 'code', first: 'Code', columns: CODE_COLUMNS,
      rows: codeRows(numbers, state, hrefOf), total: sumCodes([...numbers.byCode.values()], numbers),
      sumOf: (rows) => sumCodes(rows, numbers),
      explainTotal: explainFailures(state, filter, ANY_ERROR),
    }),
    models: dataTable({
      ...page('models'), id: 'errors-models', title: 'By model', noun: 'model', first: 'Model', columns: FAILURE_COLUMNS,
      rows: modelRows(numbers, state, hrefOf), total, sumOf: sumFailures, explainTotal, explainRest: explainRest('models'),
    }),
    callers: dataTable({
      ...page('callers'), id: 'errors-callers', title: 'By caller', noun: 'caller', first: 'Caller', columns: FAILURE_COLUMNS,
      rows: callerRows(numbers, state, hrefOf), total, sumOf: sumFailures, explainTotal, explainRest: explainRest('callers'),
    }),
  }
}

type HrefOf = (changed: Partial<ErrorsState>) => string

function codeRows({ byCode }: ErrorsReport, state: ErrorsState, hrefOf: HrefOf): TableRow<CodeFailures>[] {
  return [...byCode].map(([code, numbers]) => {
    const kind = KIND_NAMES[errorKind(code)]
    const isCurrent = state.code === code
    return {
      key: code, name: code, badges: [kind.name], color: kind.color, hint: isCurrent ? 'show all codes again' : 'only this code',
      href: hrefOf({ code: isCurrent ? null : code }), isCurrent, numbers, explain: explainFailures(state, state.query.filter, code),
    }
  })
}

function modelRows({ byModel, models }: ErrorsReport, state: ErrorsState, hrefOf: HrefOf): TableRow<Failures>[] {
  const names = modelNames(models)
  const colors = colorsFor(models)
  return [...byModel].map(([model, numbers]) => ({
    ...failureRow('models', model, numbers, state, hrefOf), name: names.get(model) ?? model, color: colors.get(model) ?? null,
  }))
}

function callerRows({ byCaller }: ErrorsReport, state: ErrorsState, hrefOf: HrefOf): TableRow<Failures>[] {
  return [...byCaller].map(([caller, numbers]) => failureRow('callers', caller, numbers, state, hrefOf))
}

function failureRow(field: 'models' | 'callers', key: string, numbers: Failures, state: ErrorsState, hrefOf: HrefOf): TableRow<Failures> {
  const { filter } = state.query
  const isCurrent = isOnly(filter[field], key)
  return {
    key, name: key, badges: [], color: null, hint: isCurrent ? 'show all again' : 'only this one', isCurrent, numbers,
    href: hrefOf({ query: { ...state.query, filter: toggled(filter, field, key) } }),
    explain: explainFailures(state, narrowed(filter, field, key), state.code ?? ANY_ERROR),
  }
}

/** Dollars are explained, and failures are the calls that failed. */
function explainFailures(state: ErrorsState, filter: UsageFilter, error: string): (column: string) => string | null {
  const part = { ...state, query: { ...state.query, filter } }
  return (column) => (column === 'cost' ? explainHref(part, { error }) : column === 'errors' ? invocationsHref(part, { error }) : null)
}

/** Codes are of the same calls, models and callers: these do not add up. */
function sumCodes(codes: readonly Failures[], { total, failing }: ErrorsReport): CodeFailures {
  return { ...sumFailures(codes), calls: total.calls, ...failing }
}

function shareOfFailures({ errors }: Failures, whole: Failures): number {
  return whole.errors === 0 ? 0 : errors / whole.errors
}
