import { onlyKnown, single } from '../domain/query-parameters.ts'
import { QueryError } from '../domain/query-error.ts'
import { SAVED_QUESTIONS, type SavedQuestion } from '../domain/saved-questions.ts'
import { RELATIVE_RANGES, type RelativeRange } from '../domain/usage-query.ts'
import { choiceParameter } from './choice-parameter.ts'
import { CSV_PARAMETERS } from './csv-download.ts'

/** All there is to say about what the page of queries shows. */
export interface ExploreState {
  /** The question in the editor; null for none. */
  readonly question: SavedQuestion | null
  /** That questions are asked of. */
  readonly range: RelativeRange
  /** Id of the run whose query and result are shown; null for none. */
  readonly run: string | null
  /** Column that is drawn; null for the first that can be. */
  readonly column: string | null
}

export const EXPLORE_PATH = '/explore'
const DEFAULT_RANGE = '30d'

/** Query string → state. Throws a QueryError that names the parameter at fault. */
export function parseExploreState(text: string): ExploreState {
  const parameters = new URLSearchParams(text)
  onlyKnown(parameters, ['question', 'range', 'run', 'column', ...CSV_PARAMETERS])
  const id = single(parameters, 'question')
  const question = SAVED_QUESTIONS.find((one) => one.id === id) ?? null
  if (id !== null && question === null) throw new QueryError('question', `there is no question "${id}"`)
  const run = single(parameters, 'run')
  if (run !== null && !/^[\w-]{1,80}$/.test(run)) throw new QueryError('run', 'is no id of a run')
  return {
    question, run, range: choiceParameter(parameters, 'range', RELATIVE_RANGES, DEFAULT_RANGE), column: single(parameters, 'column'),
  }
}

/** State → link; what is as it is by default is left out. */
export function exploreHref({ question = null, range = DEFAULT_RANGE, run = null, column = null }: Partial<ExploreState>): string {
  const parameters = new URLSearchParams()
  if (question !== null) parameters.append('question', question.id)
  if (range !== DEFAULT_RANGE) parameters.append('range', range)
  if (run !== null) parameters.append('run', run)
  if (column !== null) parameters.append('column', column)
  return parameters.size === 0 ? EXPLORE_PATH : `${EXPLORE_PATH}?${parameters.toString()}`
}
