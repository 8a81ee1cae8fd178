import { explainHref } from '../explain-state.ts'
import { OWN_USAGE } from '../navigation.ts'
import type { OverviewReport } from '../overview-report.ts'
import { overviewParameters, type OverviewState } from '../overview-state.ts'
import { pageHref } from '../page-state.ts'
import type { PageContext } from '../usage-view.ts'
import { scopeLabels } from './badges.ts'
import { breakdown, type BreakdownView } from './breakdown.ts'
import { unpricedCacheTokens } from './cache-card.ts'
import type { CardView } from './card-view.ts'
import type { PlotView } from './chart.ts'
import { costKinds } from './cost-kinds.ts'
import { duringHours, duringRange, withFilter } from './explain-links.ts'
import { isOnly, narrowed, toggled, without } from './filter-links.ts'
import { foldRows } from './fold-rows.ts'
import { modelNames } from './model-names.ts'
import { monthCard, type MonthView } from './month-card.ts'
import { colorsFor, OTHER_COLOR } from './palette.ts'
import type { PageView } from './shell.ts'
import { slots } from './slots.ts'
import { summaryCards } from './summary-cards.ts'
import { trend } from './trend.ts'

export interface MyUsageView extends PageView {
  /** Which calls these are. */
  readonly whose: string
  readonly summary: { readonly cards: readonly CardView[] }
  readonly month: MonthView
  readonly costKinds: PlotView
  readonly trend: PlotView
  readonly byModel: BreakdownView
}

/** A person uses but a few models. */
const MODEL_ROWS = 20

/** Numbers → everything that the templates of the page about one's own usage print. */
export function myUsageView(state: OverviewState, numbers: OverviewReport, { usage: { window }, person }: PageContext): MyUsageView {
  const { change, month, byTimeAndModel, byTime: { rows, total } } = numbers
  const { filter } = state.query
  const { step, times, partialTimes } = window
  const href = (changed: OverviewState) => pageHref(OWN_USAGE.path, changed, overviewParameters(changed))
  const names = modelNames([...numbers.models, ...filter.models.include, ...filter.models.exclude])
  const colors = colorsFor(numbers.models)
  const nameOf = (id: string) => names.get(id) ?? id
  const colorOf = (id: string) => colors.get(id) ?? OTHER_COLOR
  const models = foldRows(byTimeAndModel.rows, 'model', 'modelScope')
  const byTime = slots(rows, times, step)
  return {
    isEmpty: total.measures.calls === 0,
    whose: `Calls made as ${person?.email ?? 'nobody'}, in all accounts.`,
    summary: {
      cards: summaryCards({
        total, byTime, step, isLastPartial: partialTimes.includes(times.at(-1) ?? ''), compared: change && change.totals,
        models: models.length, callers: 1, unpricedCacheTokens: unpricedCacheTokens(byTimeAndModel.rows), explain: explainHref(state),
      }),
    },
    month: monthCard(month, {
      spent: explainHref(duringRange(state, 'mtd')),
      sameDaysBefore: month.sameDaysBefore === null ? null : explainHref(duringHours(state, month.sameDays)),
      lastMonth: explainHref(duringRange(state, 'last-month')),
    }),
    costKinds: costKinds({ state, window, byTime, total }),
    trend: trend({
      id: 'trend', metric: state.metric, state, window, rows: byTimeAndModel.rows, key: 'model', values: models.map(({ key }) => key),
      nameOf, colorOf, hrefOf: (metric) => href({ ...state, metric }),
    }),
    byModel: breakdown({
      id: 'by-model', title: 'By model', first: 'Model', rows: models, total, limit: MODEL_ROWS, pairs: change && change.costs.model,
      allHref: null, nameOf, badgeOf: scopeLabels, colorOf,
      hrefOf: (model) => href({ ...state, query: { ...state.query, filter: toggled(filter, 'models', model) } }),
      isCurrent: (model) => isOnly(filter.models, model),
      explainOf: (model) => explainHref(model === null ? state : withFilter(state, narrowed(filter, 'models', model))),
      explainRest: (shown) => explainHref(withFilter(state, without(filter, 'models', shown))),
    }),
  }
}
