import { choiceParameter } from './choice-parameter.ts'
import { parsePageState, type OwnParameters, type PageState } from './page-state.ts'
import { parseTableState, tableParameterNames, tableParameters, type TableLayout, type TableState } from './table-state.ts'
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

const DEFAULT_METRIC = 'count' satisfies ErrorMetric

/** Query string → state. Throws a QueryError that names the parameter at fault. */
export function parseErrorsState(text: string): ErrorsState {
  const parameters = new URLSearchParams(text)
  const tables = Object.values(ERROR_TABLES).flatMap(tableParameterNames)
  const code = parameters.get('code') ?? ''
  return {
    ...parsePageState(text, ['code', 'metric', ...tables]),
    code: code === '' ? null : code,
    metric: choiceParameter(parameters, 'metric', ERROR_METRICS, DEFAULT_METRIC),
    codes: parseTableState(parameters, ERROR_TABLES.codes),
    models: parseTableState(parameters, ERROR_TABLES.models),
    callers: parseTableState(parameters, ERROR_TABLES.callers),
  }
}

export function errorsParameters({ code, metric, codes, models, callers }: ErrorsState): OwnParameters {
  return {
    code,
    metric: metric === DEFAULT_METRIC ? null : metric,
    ...tableParameters(codes, ERROR_TABLES.codes),
    ...tableParameters(models, ERROR_TABLES.models),
    ...tableParameters(callers, ERROR_TABLES.callers),
  }
}
