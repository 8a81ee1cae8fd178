import { NAME_PARAMETER, pageParameters, tableParameter, wordParameter } from './page-parameters.ts'
import type { PageState } from './page-state.ts'
import type { TableLayout, TableState } from './table-state.ts'
import { CODE_COLUMNS, FAILURE_COLUMNS } from './view-models/error-columns.ts'

export const ERROR_METRICS = ['count', 'rate'] as const
export type ErrorMetric = (typeof ERROR_METRICS)[number]

/** All there is to say about what the page of errors shows. */
export interface ErrorsState extends PageState {
  /** Only failures of this code; null for all. */
  readonly code: string | null
  readonly metric: ErrorMetric
  readonly codes: TableState
  readonly models: TableState
  readonly callers: TableState
}

export const ERROR_TABLES = {
  codes: { prefix: 'code-', columns: CODE_COLUMNS, sort: 'errors' },
  models: { prefix: 'model-', columns: FAILURE_COLUMNS, sort: 'errors' },
  callers: { prefix: 'caller-', columns: FAILURE_COLUMNS, sort: 'errors' },
} as const satisfies Record<string, TableLayout>

export const { parse: parseErrorsState, format: errorsParameters } = pageParameters({
  code: NAME_PARAMETER,
  metric: wordParameter(ERROR_METRICS, 'count'),
  codes: tableParameter(ERROR_TABLES.codes),
  models: tableParameter(ERROR_TABLES.models),
  callers: tableParameter(ERROR_TABLES.callers),
})
