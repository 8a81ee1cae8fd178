import {
  type AthenaClient, GetQueryExecutionCommand, GetQueryResultsCommand, type QueryExecution, StartQueryExecutionCommand,
  StopQueryExecutionCommand,
} from '@aws-sdk/client-athena'
import { createHash } from 'node:crypto'
import { type Backoff, DEFAULT_BACKOFF, delayMs } from './backoff.ts'
import type { RunSql, TextRow } from './usage-lake.ts'

export interface AthenaOptions {
  readonly workGroup: string
  readonly catalog: string
  readonly database: string
  /** Gives up, and stops the query, after this long. */
  readonly timeoutMs: number
  /** Makes a repeated start return the first query instead of a second one; unique per intended execution. */
  readonly token: () => string
  readonly clock: () => number
  readonly backoff?: Backoff
  readonly onScanned?: (bytes: number) => void
}

const POLL: Pick<Backoff, 'baseMs' | 'capMs'> = { baseMs: 400, capMs: 5_000 }
const PAGE_ROWS = 1_000

/** Thrown when a query ends in any state but SUCCEEDED, or not in time: never to be read as "no rows". */
export class QueryFailed extends Error {
  override readonly name = 'QueryFailed'
}

/** Runs SQL in a workgroup: start, poll to a terminal state, page. Leaving the iteration early stops a running query. */
export function athenaRunSql(client: AthenaClient, options: AthenaOptions): RunSql {
  const backoff = { ...(options.backoff ?? DEFAULT_BACKOFF), ...POLL }

  async function start(sql: string): Promise<string> {
    const answer = await client.send(new StartQueryExecutionCommand({
      QueryString: sql,
      WorkGroup: options.workGroup,
      QueryExecutionContext: { Catalog: options.catalog, Database: options.database },
      ClientRequestToken: createHash('sha256').update(`${options.token()}\n${sql}`).digest('hex'),
    }))
    if (answer.QueryExecutionId === undefined) throw new QueryFailed('Athena started a query without an id')
    return answer.QueryExecutionId
  }

  async function finish(id: string): Promise<void> {
    const deadline = options.clock() + options.timeoutMs
    for (let attempt = 0; ; attempt += 1) {
      const { QueryExecution: execution } = await client.send(new GetQueryExecutionCommand({ QueryExecutionId: id }))
      const state = execution?.Status?.State
      if (state === 'SUCCEEDED') return options.onScanned?.(execution?.Statistics?.DataScannedInBytes ?? 0)
      if (state === 'FAILED' || state === 'CANCELLED') throw new QueryFailed(failure(id, state, execution))
      if (options.clock() > deadline) throw new QueryFailed(`query ${id} did not end within ${options.timeoutMs} ms`)
      await backoff.sleep(delayMs(attempt, backoff))
    }
  }

  async function* pages(id: string): AsyncGenerator<TextRow> {
    let token: string | undefined
    let first = true
    do {
      const answer = await client.send(new GetQueryResultsCommand({
        QueryExecutionId: id, MaxResults: PAGE_ROWS, ...(token === undefined ? {} : { NextToken: token }),
      }))
      const columns = answer.ResultSet?.ResultSetMetadata?.ColumnInfo?.map((column) => column.Name ?? '') ?? []
      // The first page of a SELECT repeats the column names as its first row.
      const rows = (answer.ResultSet?.Rows ?? []).slice(first ? 1 : 0)
      for (const row of rows) {
        yield Object.fromEntries(columns.map((name, index) => [name, row.Data?.[index]?.VarCharValue ?? null]))
      }
      first = false
      token = answer.NextToken
    } while (token !== undefined)
  }

  return async function* runSql(sql: string): AsyncGenerator<TextRow> {
    const id = await start(sql)
    let ended = false
    try {
      await finish(id)
      ended = true
      yield* pages(id)
    } finally {
      if (!ended) await client.send(new StopQueryExecutionCommand({ QueryExecutionId: id })).catch(() => undefined)
    }
  }
}

function failure(id: string, state: string, execution: QueryExecution | undefined): string {
  return `query ${id} ended ${state}: ${execution?.Status?.StateChangeReason ?? 'no reason given'}`
}
