import { onlyKnown } from '../domain/query-parameters.ts'
import { CSV_PARAMETERS } from './csv-download.ts'
import { DEFAULT_REFRESH, refreshParameter, type RefreshChoice } from './refresh-choice.ts'

/** All there is to say about what the pipeline page shows. */
export interface PipelineState {
  readonly refresh: RefreshChoice
}

const PATH = '/pipeline'

/** Query string → state. Throws a QueryError that names the parameter at fault. */
export function parsePipelineState(text: string): PipelineState {
  const parameters = new URLSearchParams(text)
  onlyKnown(parameters, ['refresh', ...CSV_PARAMETERS])
  return { refresh: refreshParameter(parameters) }
}

/** State → link; what is as it is by default is left out. */
export function pipelineHref({ refresh }: PipelineState): string {
  return refresh === DEFAULT_REFRESH ? PATH : `${PATH}?${new URLSearchParams({ refresh }).toString()}`
}
