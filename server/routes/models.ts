import { dimensionReport, type DimensionReport } from '../dimension-report.ts'
import { dimensionParameters, MODELS, parseDimensionState, type DimensionState } from '../dimension-state.ts'
import type { UsagePage } from '../usage-view.ts'
import { dimensionView, type DimensionView } from '../view-models/dimension.ts'
import { DIMENSION_PANELS } from './dimension-panels.ts'

/** `/models`: what each model cost, and what for. */
export const modelsPage: UsagePage<DimensionState, DimensionReport, DimensionView> = {
  path: MODELS.path,
  name: 'dimension',
  title: 'Models',
  panels: DIMENSION_PANELS,
  parse: parseDimensionState,
  own: dimensionParameters,
  report: async (_data, _access, state, _now, usage) => dimensionReport(MODELS, state, usage),
  view: (state, numbers) => dimensionView(MODELS, state, numbers),
  tables: ({ table, chart }) => [table.csv, ...(chart === null ? [] : [chart.csv])],
}
