import { DuckDBInstance } from '@duckdb/node-api'
import { mkdtemp, rm, stat } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { gzipSync } from 'node:zlib'
import { USAGE_EVENT_COLUMNS } from '../../domain/contract.ts'
import { eventsSql, type GeneratedUsage } from './generated-usage.ts'
import { logMix } from './log-mix.ts'

/** What queries of compute-cost read of a row: those that count, and those that add up. */
const COUNTED = ['account_id', 'region', 'ts']
const NOT_AGGREGATED = ['operation', 'model_ref', 'inference_region', 'identity_arn', 'stop_reason', 'source_s3_key', 'parsed_at', 'schema_version']

/** Bytes of an event: as record of the delivery stream, and as row of a Parquet file, compressed as Iceberg does by itself. */
export async function eventSizes(usage: GeneratedUsage) {
  const folder = await mkdtemp(join(tmpdir(), 'bench-'))
  const instance = await DuckDBInstance.create(':memory:')
  const connection = await instance.connect()
  try {
    await connection.run("SET TimeZone = 'UTC'")
    await connection.run(`CREATE TABLE events AS ${eventsSql(usage)}`)
    const sizeOf = async (columns: readonly string[]) => {
      const file = join(folder, `${columns.length}.parquet`)
      await connection.run(`COPY (SELECT ${columns.join(', ')} FROM events) TO '${file}' (FORMAT PARQUET, COMPRESSION ZSTD)`)
      return (await stat(file)).size / usage.calls
    }
    const columns = USAGE_EVENT_COLUMNS.map(({ name }) => name as string)
    const json = await connection.runAndReadAll('SELECT avg(strlen(CAST(to_json(events) AS VARCHAR)) + 1) FROM events')
    return {
      eventBytes: Math.round(Number(json.getRows()[0]?.[0])),
      rowBytes: await sizeOf(columns),
      countedRowBytes: await sizeOf(COUNTED),
      aggregatedRowBytes: await sizeOf(columns.filter((name) => !NOT_AGGREGATED.includes(name))),
    }
  } finally {
    connection.disconnectSync()
    instance.closeSync()
    await rm(folder, { recursive: true })
  }
}

/** Of a record of the mix that parse-log is measured with. */
export function logSizes() {
  const records = 2_000
  const lines = logMix(records).join('\n')
  return { logTextBytes: Math.round(Buffer.byteLength(lines) / records), logBytes: Math.round(gzipSync(lines).length / records) }
}
