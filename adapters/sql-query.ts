import type { TextRow } from './usage-lake.ts'

/** SQL with a `?` for each text that comes from outside, in their order. */
export interface SqlQuery {
  readonly sql: string
  readonly parameters: readonly string[]
}

export interface SqlAnswer {
  readonly rows: readonly TextRow[]
  /** Null where the engine does not tell. */
  readonly scannedBytes: number | null
}

/** Runs a query to its end. */
export type AskSql = (query: SqlQuery) => Promise<SqlAnswer>

/** Asks once for all who ask for the same at the same time. Whose access it is stands in the query, so nobody gets another's answer. */
export function askOnce(ask: AskSql): AskSql {
  const underWay = new Map<string, Promise<SqlAnswer>>()
  return (query) => {
    const key = JSON.stringify([query.sql, query.parameters])
    const before = underWay.get(key)
    if (before !== undefined) return before
    const answer = ask(query).finally(() => underWay.delete(key))
    underWay.set(key, answer)
    return answer
  }
}
