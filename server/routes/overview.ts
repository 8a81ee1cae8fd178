import { overviewReport, type OverviewReport } from '../overview-report.ts'
import { overviewParameters, parseOverviewState, type OverviewState } from '../overview-state.ts'
import type { UsagePage } from '../usage-view.ts'
import { overviewView, type OverviewView } from '../view-models/overview.ts'

/** `/`: what was spent, on which models, by whom, how fast it was and what failed. */
export const overviewPage: UsagePage<OverviewState, OverviewReport, OverviewView> = {
  path: '/',
  name: 'overview',
  title: 'Overview',
  panels: {
    'summary': 'Summary', 'trend': 'Usage over time', 'cost-kinds': 'Cost by kind of token', 'movers': 'What changed most', 'by-model': 'Top models',
    'by-caller': 'Top callers',
  },
  parse: parseOverviewState,
  own: overviewParameters,
  report: overviewReport,
  view: overviewView,
  tables: ({ trend, costKinds, byModel, byCaller, movers }) => [
    trend.csv, costKinds.csv, byModel.csv, byCaller.csv, ...(movers === null ? [] : [movers.csv]),
  ],
}
