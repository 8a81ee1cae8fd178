import type { OverviewReport } from '../overview-report.ts'
import { explainHref } from '../explain-state.ts'
import { overviewParameters, type OverviewState } from '../overview-state.ts'
import { pageHref } from '../page-state.ts'
import type { PageContext } from '../usage-view.ts'
import { accountName } from './account-name.ts'
import { breakdown, type BreakdownView } from './breakdown.ts'
import { callerKindLabels, scopeLabels } from './badges.ts'
import { unpricedCacheTokens } from './cache-card.ts'
import type { CardView } from './card-view.ts'
import type { PlotView } from './chart.ts'
import { comparedWith } from './compared-with.ts'
import { costKinds } from './cost-kinds.ts'
import { duringHours, duringRange, withFilter } from './explain-links.ts'
import { isOnly, narrowed, toggled, without } from './filter-links.ts'
import { foldRows } from './fold-rows.ts'
import { modelNames } from './model-names.ts'
import { monthCard, type MonthView } from './month-card.ts'
import { movers, type MoversView } from './movers.ts'
import { colorsFor, OTHER_COLOR } from './palette.ts'
import type { PageView } from './shell.ts'
import { slots } from './slots.ts'
import { summaryCards } from './summary-cards.ts'
import { trend } from './trend.ts'

export interface OverviewView extends PageView {
  readonly summary: { readonly cards: readonly CardView[] }
  readonly month: MonthView
  readonly costKinds: PlotView
  readonly trend: PlotView
  readonly byModel: BreakdownView
  readonly byCaller: BreakdownView
  /** Null where nothing is compared. */
  readonly movers: MoversView | null
}

const TABLE_ROWS = 8

/** Numbers → everything that the overview's templates print. */
export function overviewView(
  state: OverviewState, numbers: OverviewReport, _now: Date, { usage, accountNames }: PageContext,
): OverviewView {
  const { change, month } = numbers
  const { filter, timeZone } = state.query
  const { range, step, times, partialTimes } = usage.window
  const href = (changed: OverviewState) => pageHref('/', changed, overviewParameters(changed))
  const names = modelNames([...numbers.models, ...filter.models.include, ...filter.models.exclude, ...change?.costs.model.keys() ?? []])
  const colors = colorsFor(numbers.models)
  const nameOfModel = (id: string) => names.get(id) ?? id
  const colorOfModel = (id: string) => colors.get(id) ?? OTHER_COLOR
  const hrefOf = (field: 'models' | 'callers' | 'accounts') => (value: string) =>
    href({ ...state, query: { ...state.query, filter: toggled(filter, field, value) } })
  const explainOf = (field: 'models' | 'callers') => (value: string | null) =>
    explainHref(value === null ? state : withFilter(state, narrowed(filter, field, value)))
  const explainRest = (field: 'models' | 'callers') => (values: readonly string[]) => explainHref(withFilter(state, without(filter, field, values)))
  const explainSide = (field: 'models' | 'callers' | 'accounts') => (value: string, side: 'now' | 'before') => {
    const hours = side === 'now' ? change?.ranges.current : change?.ranges.previous
    return explainHref(duringHours(withFilter(state, narrowed(filter, field, value)), hours ?? range))
  }

  const { total } = numbers.byTime
  const models = foldRows(numbers.byTimeAndModel.rows, 'model', 'modelScope')
  const callers = foldRows(numbers.byCaller.rows, 'caller', 'callerKind')
  const byTime = slots(numbers.byTime.rows, times, step)
  return {
    isEmpty: total.measures.calls === 0,
    summary: {
      cards: summaryCards({
        total, byTime, step, isLastPartial: partialTimes.includes(times.at(-1) ?? ''), compared: change && change.totals,
        models: models.length, callers: callers.length, unpricedCacheTokens: unpricedCacheTokens(numbers.byTimeAndModel.rows),
        explain: explainHref(state),
      }),
    },
    month: monthCard(month, {
      spent: explainHref(duringRange(state, 'mtd')),
      sameDaysBefore: month.sameDaysBefore === null ? null : explainHref(duringHours(state, month.sameDays)),
      lastMonth: explainHref(duringRange(state, 'last-month')),
    }),
    costKinds: costKinds({ state, window: usage.window, byTime, total }),
    trend: trend({
      id: 'trend', metric: state.metric, state, window: usage.window,
      rows: numbers.byTimeAndModel.rows, key: 'model', values: models.map((row) => row.key),
      nameOf: nameOfModel, colorOf: colorOfModel, hrefOf: (metric) => href({ ...state, metric }),
    }),
    byModel: breakdown({
      id: 'by-model', title: 'Top models', first: 'Model', rows: models, total, limit: TABLE_ROWS, pairs: change && change.costs.model,
      allHref: pageHref('/models', state), nameOf: nameOfModel, badgeOf: scopeLabels, colorOf: colorOfModel,
      hrefOf: hrefOf('models'), isCurrent: (model) => isOnly(filter.models, model), explainOf: explainOf('models'), explainRest: explainRest('models'),
    }),
    byCaller: breakdown({
      id: 'by-caller', title: 'Top callers', first: 'Caller', rows: callers, total, limit: TABLE_ROWS, pairs: change && change.costs.caller,
      allHref: pageHref('/callers', state), nameOf: (caller) => caller, badgeOf: callerKindLabels, colorOf: () => null,
      hrefOf: hrefOf('callers'), isCurrent: (caller) => isOnly(filter.callers, caller), explainOf: explainOf('callers'), explainRest: explainRest('callers'),
    }),
    movers: change && movers([
      { title: 'Models', pairs: change.costs.model, nameOf: nameOfModel, hrefOf: hrefOf('models'), explainOf: explainSide('models') },
      { title: 'Callers', pairs: change.costs.caller, nameOf: (caller) => caller, hrefOf: hrefOf('callers'), explainOf: explainSide('callers') },
      { title: 'Accounts', pairs: change.costs.account, nameOf: (id) => accountName(id, accountNames), hrefOf: hrefOf('accounts'), explainOf: explainSide('accounts') },
    ], comparedWith(change.ranges, range, timeZone)),
  }
}
