import type { AthenaClient } from '@aws-sdk/client-athena'
import { type AthenaContext, athenaQueries, type AthenaQueries, QueryFailed } from './athena-queries.ts'
import { type Backoff, DEFAULT_BACKOFF, delayMs } from './backoff.ts'
import type { AskSql } from './sql-query.ts'
import type { RunSql, TextRow } from './usage-lake.ts'

export interface AthenaOptions extends AthenaContext {
  /** Gives up, and stops the query, after this long. */
  readonly timeoutMs: number
  readonly clock: () => number
  readonly backoff?: Backoff
  readonly onScanned?: (bytes: number) => void
}

const POLL: Pick<Backoff, 'baseMs' | 'capMs'> = { baseMs: 400, capMs: 5_000 }

/** Runs SQL in a workgroup: start, poll to a terminal state, page. Leaving the iteration early stops a running query. */
export function athenaRunSql(client: AthenaClient, options: AthenaOptions): RunSql {
  const queries = athenaQueries(client, options)
  return async function* runSql(sql: string): AsyncGenerator<TextRow> {
    const id = await queries.start({ sql, parameters: [] })
    let ended = false
    try {
      const scannedBytes = await finish(queries, id, options)
      ended = true
      options.onScanned?.(scannedBytes)
      yield* textRows(queries, id)
    } finally {
      if (!ended) await queries.stop(id)
    }
  }
}

/** Runs a query with parameters to its end. */
export function athenaAskSql(client: AthenaClient, options: AthenaOptions): AskSql {
  const queries = athenaQueries(client, options)
  return async (query) => {
    const id = await queries.start(query)
    let ended = false
    try {
      const scannedBytes = await finish(queries, id, options)
      ended = true
      const rows: TextRow[] = []
      for await (const row of textRows(queries, id)) rows.push(row)
      return { rows, scannedBytes }
    } finally {
      if (!ended) await queries.stop(id)
    }
  }
}

/** Resolves to the bytes that the query read. */
async function finish(queries: AthenaQueries, id: string, { clock, timeoutMs, ...options }: AthenaOptions): Promise<number> {
  const backoff = { ...(options.backoff ?? DEFAULT_BACKOFF), ...POLL }
  const deadline = clock() + timeoutMs
  for (let attempt = 0; ; attempt += 1) {
    const { status, scannedBytes, reason } = await queries.state(id)
    if (status === 'succeeded') return scannedBytes
    if (status !== 'running') throw new QueryFailed(`query ${id} ended ${status.toUpperCase()}: ${reason ?? 'no reason given'}`)
    if (clock() > deadline) throw new QueryFailed(`query ${id} did not end within ${timeoutMs} ms`)
    await backoff.sleep(delayMs(attempt, backoff))
  }
}

async function* textRows(queries: AthenaQueries, id: string): AsyncGenerator<TextRow> {
  let next: string | undefined
  let isFirst = true
  do {
    const page = await queries.rows(id, next)
    // The first page of a SELECT repeats the column names as its first row.
    for (const row of page.rows.slice(isFirst ? 1 : 0)) {
      yield Object.fromEntries(page.columns.map(({ name }, index) => [name, row[index] ?? null]))
    }
    isFirst = false
    next = page.next
  } while (next !== undefined)
}
