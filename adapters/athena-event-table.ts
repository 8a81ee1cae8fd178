import type { AthenaClient } from '@aws-sdk/client-athena'
import { randomUUID } from 'node:crypto'
import type { EventQueries } from '../domain/explore-ports.ts'
import type { Invocations } from '../domain/invocation-ports.ts'
import { athenaAskSql } from './athena.ts'
import { athenaEventQueries } from './athena-event-queries.ts'
import { sqlInvocations } from './sql-invocations.ts'

export interface AthenaEventTableOptions {
  readonly workGroup: string
  readonly catalog: string
  readonly database: string
  /** Milliseconds since 1970. */
  readonly clock: () => number
}

/** The event table as pages read it: its single calls, and queries that people write. */
export interface EventTable {
  readonly invocations: Invocations
  readonly queries: EventQueries
}

const TIMEOUT_MS = 30_000

export function athenaEventTable(client: AthenaClient, { clock, ...context }: AthenaEventTableOptions): EventTable {
  const options = { ...context, token: randomUUID, timeoutMs: TIMEOUT_MS }
  return { invocations: sqlInvocations(athenaAskSql(client, { ...options, clock })), queries: athenaEventQueries(client, options) }
}
