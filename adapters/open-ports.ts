import type { DynamoDBClient } from '@aws-sdk/client-dynamodb'
import { mkdir } from 'node:fs/promises'
import { join } from 'node:path'
import { setTimeout as sleep } from 'node:timers/promises'
import { DASHBOARD_STATE_TABLE, MODEL_PRICING_TABLE, USAGE_STATS_TABLE } from '../domain/contract.ts'
import type { ApiTokenStore } from '../domain/api-token.ts'
import type { EventQueries, QueryHistory } from '../domain/explore-ports.ts'
import type { Invocations } from '../domain/invocation-ports.ts'
import type { EventSink, ObjectLedger, Quarantine, UsageLake, UsageStore } from '../domain/ports.ts'
import type { PriceStore } from '../domain/price-ports.ts'
import type { SessionStore } from '../domain/session-store.ts'
import { DatabaseBusy } from './duckdb-connection.ts'
import { type DuckDb, openDuckDb } from './duckdb.ts'
import { dynamoDbPriceStore } from './dynamodb-price-store.ts'
import { dynamoDbQuarantine } from './dynamodb-quarantine.ts'
import { dynamoDbSessions } from './dynamodb-sessions.ts'
import { dynamoDbTokens } from './dynamodb-tokens.ts'
import { dynamoDbQueryHistory } from './dynamodb-query-history.ts'
import { dynamoDbUsageStore } from './dynamodb-usage-store.ts'
import { openEmbeddedReader } from './embedded-dynamodb-reader.ts'
import { startEmbeddedDynamoDb } from './embedded-dynamodb.ts'

/** What a process needs that shows usage. */
export interface ReadPorts {
  readonly usage: UsageStore
  readonly prices: PriceStore
  readonly close: () => Promise<void>
}

/** What a process needs that runs the pipeline too. */
export interface WritePorts extends ReadPorts {
  readonly sink: EventSink
  readonly lake: UsageLake
  readonly invocations: Invocations
  readonly queries: EventQueries
  readonly queryHistory: QueryHistory
  readonly quarantine: Quarantine
  readonly ledger: ObjectLedger
  readonly sessions: SessionStore
  readonly tokens: ApiTokenStore
}

export interface LocalOptions {
  /** How long to wait for another process that holds the folder; two minutes by default. */
  readonly waitMs?: number
  /** Called once if there is something to wait for. */
  readonly onWait?: (message: string) => void
}

const WAIT_MS = 120_000

/**
 * Opens a data folder of this machine: DuckDB as event table, an embedded DynamoDB for buckets and prices.
 *
 * One process at a time can hold it to write (it makes the folder if there is none), any number read beside it.
 * Rejects if the folder stays held, or if there is nothing to read in it yet.
 */
export async function openLocal(folder: string, options: LocalOptions & { readonly mode: 'write' }): Promise<WritePorts>
export async function openLocal(folder: string, options: LocalOptions & { readonly mode: 'read' }): Promise<ReadPorts>
export async function openLocal(
  folder: string, { mode, ...options }: LocalOptions & { readonly mode: 'read' | 'write' },
): Promise<ReadPorts | WritePorts> {
  return mode === 'write' ? openToWrite(folder, options) : openToRead(folder, options)
}

async function openToRead(folder: string, { waitMs = WAIT_MS }: LocalOptions): Promise<ReadPorts> {
  const reader = await openEmbeddedReader(folder, eventsFile(folder), waitMs)
  return { ...stores(reader.client), close: () => reader.close() }
}

async function openToWrite(folder: string, options: LocalOptions): Promise<WritePorts> {
  await mkdir(folder, { recursive: true })
  const duckDb = await openWhenFree(folder, options)
  try {
    const server = await startEmbeddedDynamoDb(folder)
    const client = server.client()
    return {
      ...stores(client),
      sink: duckDb.sink,
      lake: duckDb.lake,
      invocations: duckDb.invocations,
      queries: duckDb.queries,
      queryHistory: dynamoDbQueryHistory({ client, name: DASHBOARD_STATE_TABLE }),
      quarantine: dynamoDbQuarantine({ client, name: USAGE_STATS_TABLE }, { keptDays: null, clock: () => new Date() }),
      ledger: duckDb.ledger,
      sessions: dynamoDbSessions({ client, name: DASHBOARD_STATE_TABLE }, () => new Date()),
      tokens: dynamoDbTokens({ client, name: DASHBOARD_STATE_TABLE }, () => new Date()),
      async close() {
        client.destroy()
        await server.close()
        duckDb.close()
      },
    }
  } catch (error) {
    duckDb.close()
    throw error
  }
}

function stores(client: DynamoDBClient): { usage: UsageStore; prices: PriceStore } {
  return {
    usage: dynamoDbUsageStore({ client, name: USAGE_STATS_TABLE }, { hoursKeptDays: null }),
    prices: dynamoDbPriceStore({ client, name: MODEL_PRICING_TABLE }),
  }
}

async function openWhenFree(folder: string, { waitMs = WAIT_MS, onWait }: LocalOptions): Promise<DuckDb> {
  const deadline = Date.now() + waitMs
  for (let waits = 0; ; waits++) {
    try {
      return await openDuckDb(eventsFile(folder))
    } catch (error) {
      if (!(error instanceof DatabaseBusy)) throw error
      if (Date.now() >= deadline) {
        throw new Error(`${folder} has been in use by process ${error.pid ?? 'unknown'} for too long: end it, or use another folder`)
      }
      if (waits === 0) onWait?.(`waiting for process ${error.pid ?? 'unknown'}, which is using ${folder}`)
      await sleep(100)
    }
  }
}

function eventsFile(folder: string): string {
  return join(folder, 'events.duckdb')
}
