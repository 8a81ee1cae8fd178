import {
  type AthenaClient, GetQueryExecutionCommand, GetQueryResultsCommand, type QueryExecution, StartQueryExecutionCommand,
  StopQueryExecutionCommand,
} from '@aws-sdk/client-athena'
import { createHash } from 'node:crypto'
import type { SqlQuery } from './sql-query.ts'

export interface AthenaContext {
  readonly workGroup: string
  readonly catalog: string
  readonly database: string
  /** Makes a repeated start return the first query instead of a second one; unique per intended execution. */
  readonly token: () => string
}

/** A query that was started, as Athena tells of it. */
export interface AthenaState {
  readonly status: 'running' | 'succeeded' | 'failed' | 'cancelled'
  readonly scannedBytes: number
  /** Why it failed or was cancelled; null where nothing is said. */
  readonly reason: string | null
}

export interface AthenaColumn {
  readonly name: string
  /** Of Trino, such as `bigint`. */
  readonly type: string
}

/** Up to a thousand rows of an answer, every value as text. */
export interface AthenaRows {
  readonly columns: readonly AthenaColumn[]
  readonly rows: readonly (readonly (string | null)[])[]
  readonly next: string | undefined
}

/** Thrown when a query ends in any state but SUCCEEDED, or not in time: never to be read as "no rows". */
export class QueryFailed extends Error {
  override readonly name = 'QueryFailed'
}

const PAGE_ROWS = 1_000
/** Of a value that stands for a `?`, quotes included. */
const MAX_LITERAL = 1024

/** What Athena can be asked to do with a query, in a workgroup. Where its answer is put is the workgroup's to say, never a client's. */
export function athenaQueries(client: AthenaClient, { workGroup, catalog, database, token }: AthenaContext) {
  return {
    async start({ sql, parameters }: SqlQuery): Promise<string> {
      const answer = await client.send(new StartQueryExecutionCommand({
        QueryString: sql,
        WorkGroup: workGroup,
        QueryExecutionContext: { Catalog: catalog, Database: database },
        ...(parameters.length === 0 ? {} : { ExecutionParameters: parameters.map(literal) }),
        ClientRequestToken: createHash('sha256').update([token(), sql, ...parameters].join('\n')).digest('hex'),
      }))
      if (answer.QueryExecutionId === undefined) throw new QueryFailed('Athena started a query without an id')
      return answer.QueryExecutionId
    },

    async state(id: string): Promise<AthenaState> {
      const { QueryExecution: execution } = await client.send(new GetQueryExecutionCommand({ QueryExecutionId: id }))
      return {
        status: statusOf(execution), scannedBytes: execution?.Statistics?.DataScannedInBytes ?? 0,
        reason: execution?.Status?.StateChangeReason ?? null,
      }
    },

    /** Rows of a query that succeeded. The first page of a SELECT begins with the names of its columns as a row. */
    async rows(id: string, next?: string): Promise<AthenaRows> {
      const answer = await client.send(new GetQueryResultsCommand({
        QueryExecutionId: id, MaxResults: PAGE_ROWS, ...(next === undefined ? {} : { NextToken: next }),
      }))
      const columns = (answer.ResultSet?.ResultSetMetadata?.ColumnInfo ?? []).map(({ Name, Type }) => ({ name: Name ?? '', type: Type ?? '' }))
      const rows = (answer.ResultSet?.Rows ?? []).map((row) => columns.map((_, index) => row.Data?.[index]?.VarCharValue ?? null))
      return { columns, rows, next: answer.NextToken }
    },

    /** One that has ended is left as it is. */
    async stop(id: string): Promise<void> {
      await client.send(new StopQueryExecutionCommand({ QueryExecutionId: id })).catch(() => undefined)
    },
  }
}

export type AthenaQueries = ReturnType<typeof athenaQueries>

/** Parameters are put in as the SQL that they are given as: texts have to be literals. */
function literal(text: string): string {
  const quoted = `'${text.replace(/'/g, "''")}'`
  if (quoted.length > MAX_LITERAL) throw new QueryFailed(`a value of ${text.length} characters is longer than Athena takes`)
  return quoted
}

function statusOf(execution: QueryExecution | undefined): AthenaState['status'] {
  const state = execution?.Status?.State
  if (state === 'SUCCEEDED') return 'succeeded'
  if (state === 'FAILED') return 'failed'
  return state === 'CANCELLED' ? 'cancelled' : 'running'
}
