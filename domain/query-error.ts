/** A query that cannot be answered as it stands; `parameter` is the one at fault, `query` where it is the whole. */
export class QueryError extends Error {
  readonly parameter: string
  constructor(parameter: string, problem: string) {
    super(`${parameter}: ${problem}`)
    this.name = 'QueryError'
    this.parameter = parameter
  }
}
