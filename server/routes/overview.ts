import { overviewReport, type OverviewReport } from '../overview-report.ts'
import { overviewParameters, parseOverviewState, type OverviewState } from '../overview-state.ts'
import type { UsagePage } from '../usage-view.ts'
import { overviewView, type OverviewView } from '../view-models/overview.ts'

/** `/`: what was spent, on which models, by whom, how fast it was and what failed. */
export const overviewPage: UsagePage<OverviewState, OverviewReport, OverviewView> = {
  path: '/',
  name: 'overview',
  title: 'Overview',
  regions: ['summary', 'cost-kinds', 'trend', 'by-model', 'by-caller', 'movers'],
  parse: parseOverviewState,
  own: overviewParameters,
  report: overviewReport,
  view: overviewView,
}
