import { dimensionReport, type DimensionReport } from '../dimension-report.ts'
import { CALLERS, dimensionParameters, parseDimensionState, type DimensionState } from '../dimension-state.ts'
import type { UsagePage } from '../usage-view.ts'
import { dimensionView, type DimensionView } from '../view-models/dimension.ts'
import { DIMENSION_REGIONS } from './dimension-regions.ts'

/** `/callers`: who spent how much, and what for. */
export const callersPage: UsagePage<DimensionState, DimensionReport, DimensionView> = {
  path: CALLERS.path,
  name: 'dimension',
  title: 'Callers',
  regions: DIMENSION_REGIONS,
  parse: parseDimensionState,
  own: dimensionParameters,
  report: async (_data, _access, state, _now, usage) => dimensionReport(CALLERS, state, usage),
  view: (state, numbers) => dimensionView(CALLERS, state, numbers),
}
