import { errorsReport, type ErrorsReport } from '../errors-report.ts'
import { errorsParameters, parseErrorsState, type ErrorsState } from '../errors-state.ts'
import type { UsagePage } from '../usage-view.ts'
import { errorsView, type ErrorsView } from '../view-models/errors.ts'

/** `/errors`: which calls failed, of which models and callers, and why. */
export const errorsPage: UsagePage<ErrorsState, ErrorsReport, ErrorsView> = {
  path: '/errors',
  name: 'errors',
  title: 'Errors',
  panels: {
    'errors-summary': 'Summary', 'errors-trend': 'Errors over time', 'errors-codes': 'By code', 'errors-models': 'By model', 'errors-callers': 'By caller',
  },
  parse: parseErrorsState,
  own: errorsParameters,
  report: async (_data, _access, state, _now, usage) => errorsReport(state, usage),
  view: errorsView,
  tables: (view) => [view.codes.csv, view.models.csv, view.callers.csv, view.trend.csv],
}
