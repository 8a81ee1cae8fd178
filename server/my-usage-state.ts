import { QueryError } from '../domain/query-error.ts'
import { EXPLAIN_PATH, parseExplainState, type ExplainState } from './explain-state.ts'
import { OWN_USAGE } from './navigation.ts'
import { parseOverviewState, type OverviewState } from './overview-state.ts'

export const OWN_EXPLAIN_PATH = `${OWN_USAGE.path}${EXPLAIN_PATH}`

/** Query string → state. There is one caller only, so nothing can be said of it. Throws a QueryError that names the parameter at fault. */
export function parseMyUsageState(text: string): OverviewState {
  return { ...parseOverviewState(withoutCallers(text)), explainPath: OWN_EXPLAIN_PATH }
}

export function parseMyExplainState(text: string): ExplainState {
  return { ...parseExplainState(withoutCallers(text)), explainPath: OWN_EXPLAIN_PATH }
}

function withoutCallers(text: string): string {
  const parameters = new URLSearchParams(text)
  for (const name of ['caller', 'not-caller', 'find-caller', 'kind']) {
    if (parameters.has(name)) throw new QueryError(name, 'no such parameter')
  }
  return text
}
