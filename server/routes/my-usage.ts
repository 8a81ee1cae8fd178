import { ownAccess } from '../../domain/own-access.ts'
import type { ExplainReport } from '../explain-report.ts'
import type { ExplainState } from '../explain-state.ts'
import { OWN_EXPLAIN_PATH, parseMyExplainState, parseMyUsageState } from '../my-usage-state.ts'
import { OWN_USAGE } from '../navigation.ts'
import { overviewReport, type OverviewReport } from '../overview-report.ts'
import { overviewParameters, type OverviewState } from '../overview-state.ts'
import type { PriceData } from '../price-data.ts'
import type { UsagePage } from '../usage-view.ts'
import type { ExplainView } from '../view-models/explain.ts'
import { myUsageView, type MyUsageView } from '../view-models/my-usage.ts'
import { explainPage } from './explain.ts'

/** `/me`: what whoever asks used themselves, in all accounts. */
export const myUsagePage: UsagePage<OverviewState, OverviewReport, MyUsageView> = {
  path: OWN_USAGE.path,
  name: 'my-usage',
  title: OWN_USAGE.label,
  panels: { 'summary': 'Summary', 'trend': 'Usage over time', 'cost-kinds': 'Cost by kind of token', 'by-model': 'By model' },
  parse: parseMyUsageState,
  own: overviewParameters,
  report: overviewReport,
  view: (state, numbers, _now, context) => myUsageView(state, numbers, context),
  tables: ({ trend, costKinds, byModel }) => [trend.csv, costKinds.csv, byModel.csv],
  ownAccess,
}

/** `/me/explain`: what a dollar of theirs is made of. */
export function myExplainPage(prices: PriceData): UsagePage<ExplainState, ExplainReport, ExplainView> {
  return { ...explainPage(prices), path: OWN_EXPLAIN_PATH, parse: parseMyExplainState, ownAccess }
}
