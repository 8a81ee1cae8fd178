import { type DuckDBConnection, DuckDBInstance, DuckDBTimestampTZValue } from '@duckdb/node-api'
import { resolve } from 'node:path'
import type { TextRow } from './usage-lake.ts'

/** Megabytes that DuckDB may hold before it spills to disk, and threads: a neighbour to the rest of the process. */
const SETTINGS = { memory_limit: '512MB', threads: '2' }

export interface Database {
  /** Runs the steps one after another with other writers, in one transaction: all hold, or none. Durable once resolved. */
  write<T>(steps: (connection: DuckDBConnection) => Promise<T>): Promise<T>
  /** Rows of a query as text, streamed from one snapshot. */
  stream(sql: string): AsyncGenerator<TextRow>
  close(): void
}

/** Another process, or this one, has the file open. */
export class DatabaseBusy extends Error {
  readonly pid: number | null
  constructor(file: string, pid: number | null) {
    super(`${file} is in use by process ${pid ?? 'unknown'}`)
    this.name = 'DatabaseBusy'
    this.pid = pid
  }
}

/** DuckDB's lock is one between processes: within this one a file could be opened, and damaged, twice. */
const openHere = new Set<string>()

/** Throws DatabaseBusy while the file is held; whoever gets the database holds it until it closes it. */
export async function openDatabase(path: string): Promise<Database> {
  const file = resolve(path)
  if (openHere.has(file)) throw new DatabaseBusy(file, process.pid)
  openHere.add(file)
  let instance: DuckDBInstance
  try {
    instance = await DuckDBInstance.create(file, SETTINGS)
  } catch (error) {
    openHere.delete(file)
    throw busy(file, error) ?? error
  }
  const writer = await connect(instance)
  let last: Promise<unknown> = Promise.resolve()

  async function transaction<T>(steps: (connection: DuckDBConnection) => Promise<T>): Promise<T> {
    await writer.run('BEGIN')
    try {
      const result = await steps(writer)
      await writer.run('COMMIT')
      return result
    } catch (error) {
      await writer.run('ROLLBACK').catch(() => undefined)
      throw error
    }
  }

  return {
    write(steps) {
      const turn = last.then(() => transaction(steps))
      last = turn.catch(() => undefined)
      return turn
    },
    async *stream(sql) {
      const connection = await connect(instance)
      try {
        // One text per row instead of one value per column: crossing over from DuckDB is what costs.
        const result = await connection.stream(`SELECT CAST(to_json(r) AS VARCHAR) FROM (SELECT CAST(COLUMNS(*) AS VARCHAR) FROM (${sql})) r`)
        for await (const rows of result.yieldRows()) {
          for (const [row] of rows) yield JSON.parse(String(row)) as TextRow
        }
      } finally {
        connection.disconnectSync()
      }
    },
    close() {
      writer.disconnectSync()
      instance.closeSync()
      openHere.delete(file)
    },
  }
}

function busy(file: string, error: unknown): DatabaseBusy | null {
  const message = error instanceof Error ? error.message : ''
  if (!message.includes('Could not set lock')) return null
  const pid = /PID (\d+)/.exec(message)?.[1]
  return new DatabaseBusy(file, pid === undefined ? null : Number(pid))
}

async function connect(instance: DuckDBInstance): Promise<DuckDBConnection> {
  const connection = await instance.connect()
  await connection.run("SET TimeZone = 'UTC'")
  return connection
}

/** Microseconds, which is what the column holds. */
export function timestampValue(iso: string): DuckDBTimestampTZValue {
  const ms = Date.parse(iso)
  if (Number.isNaN(ms)) throw new RangeError(`not an instant: "${iso}"`)
  return new DuckDBTimestampTZValue(BigInt(ms) * 1000n)
}
