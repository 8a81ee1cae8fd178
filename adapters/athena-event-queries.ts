import type { AthenaClient } from '@aws-sdk/client-athena'
import type { EventQueries } from '../domain/explore-ports.ts'
import { type AthenaContext, athenaQueries } from './athena-queries.ts'

export interface AthenaEventQueriesOptions extends AthenaContext {
  readonly timeoutMs: number
}

const NUMBERS = /^(tinyint|smallint|integer|int|bigint|float|real|double|decimal)/

/** Queries that people write. Athena keeps their answers, so that any process can show them that may read the workgroup. */
export function athenaEventQueries(client: AthenaClient, { timeoutMs, ...context }: AthenaEventQueriesOptions): EventQueries {
  const queries = athenaQueries(client, context)
  return {
    isBilled: true,
    async start(sql) {
      const id = await queries.start({ sql, parameters: [] })
      // The workgroup limits what it reads; this, how long. One that has ended is left as it is.
      setTimeout(() => void queries.stop(id), timeoutMs).unref()
      return id
    },
    state: (id) => queries.state(id),
    async result(id, limit) {
      const { columns, rows, next } = await queries.rows(id)
      // Only the answers of SELECT begin with the names of the columns.
      const names = columns.map(({ name }) => name)
      const data = rows[0] !== undefined && names.every((name, index) => rows[0]?.[index] === name) ? rows.slice(1) : rows
      return {
        columns: columns.map(({ name, type }) => ({ name, isNumber: NUMBERS.test(type) })),
        rows: data.slice(0, limit), isCut: next !== undefined || data.length > limit,
      }
    },
    stop: (id) => queries.stop(id),
  }
}
