import type { DuckDBConnection, DuckDBValue } from '@duckdb/node-api'
import { randomUUID } from 'node:crypto'
import type { EventQueries, QueryResult, QueryState } from '../domain/explore-ports.ts'
import type { Database } from './duckdb-connection.ts'

export interface DuckDbQueriesOptions {
  readonly timeoutMs: number
  /** Rows of an answer that are kept; what comes after them is never computed. */
  readonly maxRows?: number
}

const MAX_ROWS = 1_000
const INTERRUPT_MS = 50
/** Answers that are kept, of whomever. */
const MAX_ANSWERS = 50

interface Running {
  state: QueryState
  result: QueryResult | null
  stop: (reason: string) => void
}

const NUMBERS = /^(TINYINT|SMALLINT|INTEGER|BIGINT|HUGEINT|UTINYINT|USMALLINT|UINTEGER|UBIGINT|UHUGEINT|FLOAT|DOUBLE|DECIMAL)/

/** Queries on a connection of their own, in a transaction that only reads; their answers are kept in memory for a while. */
export function duckDbQueries(database: Pick<Database, 'connect' | 'disconnect'>, { timeoutMs, maxRows = MAX_ROWS }: DuckDbQueriesOptions): EventQueries {
  const queries = new Map<string, Running>()

  async function run(query: Running, connection: DuckDBConnection, sql: string): Promise<void> {
    let reason: string | null = null
    let interrupts: NodeJS.Timeout | undefined
    query.stop = (why) => {
      if (query.state.status !== 'running' || reason !== null) return
      reason = why
      // What comes before a statement has begun is lost on it.
      interrupts = setInterval(() => connection.interrupt(), INTERRUPT_MS)
      connection.interrupt()
    }
    const timer = setTimeout(() => query.stop(`It took longer than ${timeoutMs / 1000} seconds.`), timeoutMs)
    try {
      await connection.run('BEGIN TRANSACTION READ ONLY')
      query.result = await answer(connection, sql, maxRows)
      query.state = { status: 'succeeded', scannedBytes: null, reason: null }
    } catch (error) {
      const message = error instanceof Error ? error.message : String(error)
      query.state = { status: reason === null ? 'failed' : 'cancelled', scannedBytes: null, reason: reason ?? message }
    } finally {
      clearTimeout(timer)
      clearInterval(interrupts)
      database.disconnect(connection)
    }
  }

  function known(id: string): Running {
    const query = queries.get(id)
    if (query === undefined) throw new Error(`no answer of query ${id} is kept`)
    return query
  }

  return {
    isBilled: false,
    async start(sql) {
      const id = randomUUID()
      const query: Running = { state: { status: 'running', scannedBytes: null, reason: null }, result: null, stop: () => {} }
      const connection = await database.connect()
      queries.set(id, query)
      const oldest = [...queries].find(([, { state }]) => state.status !== 'running')
      if (queries.size > MAX_ANSWERS && oldest !== undefined) queries.delete(oldest[0])
      void run(query, connection, sql)
      return id
    },
    state: async (id) => known(id).state,
    async result(id, limit) {
      const { result } = known(id)
      if (result === null) throw new Error(`query ${id} has no answer`)
      return { ...result, rows: result.rows.slice(0, limit), isCut: result.isCut || result.rows.length > limit }
    },
    stop: async (id) => queries.get(id)?.stop('It was stopped.'),
  }
}

async function answer(connection: DuckDBConnection, sql: string, maxRows: number): Promise<QueryResult> {
  const stream = await connection.stream(sql)
  const types = stream.columnTypes().map(String)
  const columns = stream.columnNames().map((name, index) => ({ name, isNumber: NUMBERS.test(types[index] ?? '') }))
  const rows: (string | null)[][] = []
  for await (const chunk of stream.yieldRows()) {
    for (const row of chunk) {
      if (rows.length === maxRows) return { columns, rows, isCut: true }
      rows.push(row.map(textOf))
    }
  }
  return { columns, rows, isCut: false }
}

function textOf(value: DuckDBValue): string | null {
  return value === null ? null : String(value)
}
