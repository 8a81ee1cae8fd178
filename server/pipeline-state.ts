import { QueryError } from '../domain/query-error.ts'
import { DEFAULT_REFRESH, refreshParameter, type RefreshChoice } from './refresh-choice.ts'

/** All there is to say about what the pipeline page shows. */
export interface PipelineState {
  readonly refresh: RefreshChoice
}

const PATH = '/pipeline'

/** Query string → state. Throws a QueryError that names the parameter at fault. */
export function parsePipelineState(text: string): PipelineState {
  const parameters = new URLSearchParams(text)
  const unknown = [...parameters.keys()].find((name) => name !== 'refresh')
  if (unknown !== undefined) throw new QueryError(unknown, 'no such parameter')
  return { refresh: refreshParameter(parameters) }
}

/** State → link; what is as it is by default is left out. */
export function pipelineHref({ refresh }: PipelineState): string {
  return refresh === DEFAULT_REFRESH ? PATH : `${PATH}?${new URLSearchParams({ refresh }).toString()}`
}
