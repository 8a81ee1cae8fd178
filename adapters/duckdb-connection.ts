import { type DuckDBConnection, DuckDBInstance, DuckDBTimestampTZValue } from '@duckdb/node-api'
import { resolve } from 'node:path'
import type { TextRow } from './usage-lake.ts'

/**
 * Megabytes that DuckDB may hold before it spills to disk, and threads: a neighbour to the rest of the process. No query reaches a
 * file, a network or an extension but the database itself.
 */
const SETTINGS = { memory_limit: '512MB', threads: '2', enable_external_access: 'false' }

export interface Database {
  /** Runs the steps one after another with other writers, in one transaction: all hold, or none. Durable once resolved. */
  write<T>(steps: (connection: DuckDBConnection) => Promise<T>): Promise<T>
  /** Rows of a query as text, streamed from one snapshot; each `?` stands for one of the texts. */
  stream(sql: string, parameters?: readonly string[]): AsyncGenerator<TextRow>
  /** A connection of one's own, whose query fails when the database closes. */
  connect(): Promise<DuckDBConnection>
  /** Takes it back. */
  disconnect(connection: DuckDBConnection): void
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
  const writer = await instance.connect()
  await writer.run("SET GLOBAL TimeZone = 'UTC'")
  // From here on, nobody changes a setting.
  await writer.run('SET lock_configuration = true')
  let last: Promise<unknown> = Promise.resolve()
  const guests = new Map<DuckDBConnection, NodeJS.Timeout | undefined>()

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
    async *stream(sql, parameters = []) {
      const connection = await instance.connect()
      try {
        // One text per row instead of one value per column: crossing over from DuckDB is what costs.
        const asText = `SELECT CAST(to_json(r) AS VARCHAR) FROM (SELECT CAST(COLUMNS(*) AS VARCHAR) FROM (${sql})) r`
        const result = await connection.stream(asText, [...parameters])
        for await (const rows of result.yieldRows()) {
          for (const [row] of rows) yield JSON.parse(String(row)) as TextRow
        }
      } finally {
        connection.disconnectSync()
      }
    },
    async connect() {
      const connection = await instance.connect()
      guests.set(connection, undefined)
      return connection
    },
    disconnect(connection) {
      clearInterval(guests.get(connection))
      if (guests.delete(connection)) connection.disconnectSync()
    },
    close() {
      // Whoever holds a connection gives it back once its query has failed; an interrupt that comes too early is lost.
      for (const guest of guests.keys()) guests.set(guest, setInterval(() => guest.interrupt(), 50))
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

/** Microseconds, which is what the column holds. */
export function timestampValue(iso: string): DuckDBTimestampTZValue {
  const ms = Date.parse(iso)
  if (Number.isNaN(ms)) throw new RangeError(`not an instant: "${iso}"`)
  return new DuckDBTimestampTZValue(BigInt(ms) * 1000n)
}
