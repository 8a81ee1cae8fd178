import type { OverviewReport } from '../overview-report.ts'
import { overviewHref, type OverviewState } from '../overview-state.ts'
import { breakdown, type BreakdownView } from './breakdown.ts'
import { callerKindLabels, scopeLabels } from './badges.ts'
import { emptyState, type EmptyView } from './empty-state.ts'
import { isOnly, toggled } from './filter-links.ts'
import { foldRows } from './fold-rows.ts'
import type { LogSource } from './freshness.ts'
import { modelNames } from './model-names.ts'
import { colorsFor, OTHER_COLOR } from './palette.ts'
import { summaryCards, type CardView } from './summary-cards.ts'
import { toolbar, type ToolbarView } from './toolbar.ts'
import { trend, type TrendView } from './trend.ts'

export interface OverviewView extends ToolbarView {
  readonly title: string
  /** In place of everything below it. */
  readonly empty: EmptyView | null
  readonly summary: { readonly cards: readonly CardView[] }
  readonly trend: TrendView
  readonly byModel: BreakdownView
  readonly byCaller: BreakdownView
}

const TABLE_ROWS = 10

/** Numbers → everything that the overview's templates print. */
export function overviewView(state: OverviewState, numbers: OverviewReport, now: Date, logSource: LogSource): OverviewView {
  const { filter } = state.query
  const names = modelNames([...numbers.models, ...filter.models.include, ...filter.models.exclude])
  const colors = colorsFor(numbers.models)
  const nameOfModel = (id: string) => names.get(id) ?? id
  const colorOfModel = (id: string) => colors.get(id) ?? OTHER_COLOR
  const hrefOf = (field: 'models' | 'callers') => (value: string) =>
    overviewHref({ ...state, query: { ...state.query, filter: toggled(filter, field, value) } })

  const { total } = numbers.byModel
  const models = foldRows(numbers.byModel.rows, 'model', 'modelScope')
  const callers = foldRows(numbers.byCaller.rows, 'caller', 'callerKind')
  return {
    ...toolbar(state, numbers, now, logSource, nameOfModel),
    title: 'Overview',
    empty: total.measures.calls === 0 ? emptyState(state, numbers.freshness.newestEvent, now) : null,
    summary: { cards: summaryCards(total, models.length, callers.length) },
    trend: trend({
      metric: state.metric,
      step: numbers.step,
      times: numbers.times,
      partialTimes: numbers.partialTimes,
      rows: numbers.byTime.rows,
      models: models.map((row) => row.key),
      nameOf: nameOfModel,
      colorOf: colorOfModel,
      hrefOf: (metric) => overviewHref({ ...state, metric }),
    }),
    byModel: breakdown({
      id: 'by-model', title: 'Models', first: 'Model', rows: models, total, limit: TABLE_ROWS,
      nameOf: nameOfModel, badgeOf: scopeLabels, colorOf: colorOfModel,
      hrefOf: hrefOf('models'), isCurrent: (model) => isOnly(filter.models, model),
    }),
    byCaller: breakdown({
      id: 'by-caller', title: 'Callers', first: 'Caller', rows: callers, total, limit: TABLE_ROWS,
      nameOf: (caller) => caller, badgeOf: callerKindLabels, colorOf: () => null,
      hrefOf: hrefOf('callers'), isCurrent: (caller) => isOnly(filter.callers, caller),
    }),
  }
}
