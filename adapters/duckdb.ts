import type { DuckDBAppender, DuckDBConnection } from '@duckdb/node-api'
import { USAGE_EVENTS_TABLE } from '../domain/contract.ts'
import type { EventQueries } from '../domain/explore-ports.ts'
import type { Invocations } from '../domain/invocation-ports.ts'
import type { EventSink, LogObject, ObjectLedger, UsageLake } from '../domain/ports.ts'
import { USAGE_EVENT_COLUMNS, type UsageEvent } from '../domain/usage-event.ts'
import { type Database, openDatabase, timestampValue } from './duckdb-connection.ts'
import { duckDbQueries } from './duckdb-queries.ts'
import { groupCommit } from './group-commit.ts'
import { sqlInvocations } from './sql-invocations.ts'
import type { SqlAnswer, SqlQuery } from './sql-query.ts'
import { type RunSql, type TextRow, sqlUsageLake } from './usage-lake.ts'

export interface DuckDb {
  readonly sink: EventSink
  readonly lake: UsageLake
  readonly invocations: Invocations
  readonly queries: EventQueries
  /** Runs any query over the tables. */
  readonly runSql: RunSql
  readonly ledger: ObjectLedger
  readonly close: () => void
}

/** Of a query that somebody writes. */
const QUERY_TIMEOUT_MS = 30_000

const SQL_TYPES = { string: 'VARCHAR', long: 'BIGINT', timestamptz: 'TIMESTAMP WITH TIME ZONE' } as const

const EVENT_COLUMNS = USAGE_EVENT_COLUMNS
  .map(({ name, type, required }) => `${name} ${SQL_TYPES[type]}${required ? ' NOT NULL' : ''}`)
  .join(', ')

const TABLES = [
  `CREATE TABLE IF NOT EXISTS ${USAGE_EVENTS_TABLE} (${EVENT_COLUMNS})`,
  'CREATE TABLE IF NOT EXISTS parsed_objects (object_key VARCHAR, bytes BIGINT, version VARCHAR)',
]

/** The event table and what goes with it in one file, which one process at a time can hold. */
export async function openDuckDb(file: string): Promise<DuckDb> {
  const database = await openDatabase(file)
  try {
    await database.write(async (connection) => {
      for (const sql of TABLES) await connection.run(sql)
    })
    await assertColumns(database, file)
  } catch (error) {
    database.close()
    throw error
  }
  const runSql: RunSql = (sql) => database.stream(sql)
  return {
    sink: eventSink(database),
    lake: sqlUsageLake(runSql),
    invocations: sqlInvocations((query) => ask(database, query)),
    queries: duckDbQueries(database, { timeoutMs: QUERY_TIMEOUT_MS }),
    runSql,
    ledger: objectLedger(database),
    close: () => database.close(),
  }
}

/** What the machine's own disk is asked for costs nothing, so nobody counts its bytes. */
async function ask(database: Database, { sql, parameters }: SqlQuery): Promise<SqlAnswer> {
  const rows: TextRow[] = []
  for await (const row of database.stream(sql, parameters)) rows.push(row)
  return { rows, scannedBytes: null }
}

/** Rows are appended by position: a table of another version of this program must not be written to. */
async function assertColumns(database: Database, file: string): Promise<void> {
  const names: (string | null | undefined)[] = []
  for await (const row of database.stream(`SELECT name FROM pragma_table_info('${USAGE_EVENTS_TABLE}') ORDER BY cid`)) {
    names.push(row.name)
  }
  if (names.join() === USAGE_EVENT_COLUMNS.map(({ name }) => name).join()) return
  throw new Error(`${file} was made by another version of this program: delete its folder, and it is built again from the logs`)
}

function eventSink(database: Database): EventSink {
  const store = groupCommit<UsageEvent>((events) => database.write((connection) => {
    return append(connection, USAGE_EVENTS_TABLE, events, appendEvent)
  }))
  return {
    async append(events) {
      if (events.length > 0) await store(events)
    },
  }
}

function appendEvent(appender: DuckDBAppender, event: UsageEvent): void {
  for (const { name, type } of USAGE_EVENT_COLUMNS) {
    const value = event[name]
    if (value === null) appender.appendNull()
    else if (type === 'long') appender.appendBigInt(BigInt(value))
    else if (type === 'timestamptz') appender.appendTimestampTZ(timestampValue(String(value)))
    else appender.appendVarchar(String(value))
  }
}

function objectLedger(database: Database): ObjectLedger {
  const record = groupCommit<LogObject>((objects) => database.write(async (connection) => {
    await withKeys(connection, objects, 'DELETE FROM parsed_objects WHERE object_key IN (SELECT object_key FROM keys)')
    await append(connection, 'parsed_objects', objects, (appender, { key, bytes, version }) => {
      appender.appendVarchar(key)
      appender.appendBigInt(BigInt(bytes))
      appender.appendVarchar(version)
    })
  }))
  return {
    async parsed() {
      const versions = new Map<string, string>()
      for await (const row of database.stream('SELECT object_key, version FROM parsed_objects')) {
        versions.set(text(row, 'object_key'), text(row, 'version'))
      }
      return versions
    },
    async begin(objects) {
      if (objects.length === 0) return
      await database.write((connection) => withKeys(connection, objects, `
        DELETE FROM ${USAGE_EVENTS_TABLE}
        WHERE source_s3_key IN (SELECT object_key FROM keys WHERE object_key NOT IN (SELECT object_key FROM parsed_objects))`))
    },
    record: (object) => record([object]),
  }
}

/** Runs SQL that looks the objects up in a table `keys`. */
async function withKeys(connection: DuckDBConnection, objects: readonly LogObject[], sql: string): Promise<void> {
  await connection.run('CREATE TEMP TABLE keys (object_key VARCHAR)')
  await append(connection, 'keys', objects, (appender, { key }) => appender.appendVarchar(key))
  await connection.run(sql)
  await connection.run('DROP TABLE keys')
}

async function append<T>(
  connection: DuckDBConnection, table: string, rows: readonly T[], appendRow: (appender: DuckDBAppender, row: T) => void,
): Promise<void> {
  if (rows.length === 0) return
  const appender = await connection.createAppender(table)
  try {
    for (const row of rows) {
      appendRow(appender, row)
      appender.endRow()
    }
    appender.flushSync()
  } catch (error) {
    appender.clear()
    throw error
  } finally {
    appender.closeSync()
  }
}

function text(row: TextRow, column: string): string {
  return row[column] ?? ''
}
