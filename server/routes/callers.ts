import { dimensionReport, type DimensionReport } from '../dimension-report.ts'
import { CALLERS, dimensionParameters, parseDimensionState, type DimensionState } from '../dimension-state.ts'
import type { UsagePage } from '../usage-view.ts'
import { dimensionView, type DimensionView } from '../view-models/dimension.ts'
import { DIMENSION_PANELS } from './dimension-panels.ts'

/** `/callers`: who spent how much, and what for. */
export const callersPage: UsagePage<DimensionState, DimensionReport, DimensionView> = {
  path: CALLERS.path,
  name: 'dimension',
  title: 'Callers',
  panels: DIMENSION_PANELS,
  parse: parseDimensionState,
  own: dimensionParameters,
  report: async (_data, _access, state, _now, usage) => dimensionReport(CALLERS, state, usage),
  view: (state, numbers) => dimensionView(CALLERS, state, numbers),
  tables: ({ table, chart }) => [table.csv, ...(chart === null ? [] : [chart.csv])],
}
