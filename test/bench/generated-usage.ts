import { openDatabase, type Database } from '../../adapters/duckdb-connection.ts'
import { openDuckDb } from '../../adapters/duckdb.ts'
import { sqlUsageLake } from '../../adapters/usage-lake.ts'
import { USAGE_EVENT_COLUMNS, USAGE_EVENTS_TABLE } from '../../domain/contract.ts'
import type { UsageLake } from '../../domain/ports.ts'

/** Calls spread evenly over a stretch of time, and over sources, callers and models as skewed as people's habits are. */
export interface GeneratedUsage {
  readonly calls: number
  readonly from: Date
  readonly hours: number
  readonly sources: number
  readonly models: number
  /** Of each source, whose callers nobody else has; so there are as many times the sources of them. */
  readonly callersPerSource: number
}

export interface GeneratedEvents {
  readonly lake: UsageLake
  /** Puts the rows into the event table that arrive within a stretch of time: one to seven minutes after their calls. */
  readonly arrive: (fromMs: number, toMs: number) => Promise<void>
  readonly close: () => void
}

/** An event table in a file, without any rows; what shall come stands beside it. */
export async function generatedEvents(file: string, usage: GeneratedUsage): Promise<GeneratedEvents> {
  const made = await openDuckDb(file)
  made.close()
  const database = await openDatabase(file)
  await run(database, `CREATE TABLE future AS ${eventsSql(usage)}`)
  return {
    lake: sqlUsageLake((sql) => database.stream(sql)),
    async arrive(fromMs, toMs) {
      const within = `epoch_ms(parsed_at) >= ${fromMs} AND epoch_ms(parsed_at) < ${toMs}`
      await run(database, `INSERT INTO ${USAGE_EVENTS_TABLE} SELECT * FROM future WHERE ${within}`)
    },
    close: () => database.close(),
  }
}

function run(database: Database, sql: string): Promise<void> {
  return database.write(async (connection) => void await connection.run(sql))
}

/** Rows of the event table, the same ones each time: `u1` to `u11` are evenly spread numbers from 0 to 1 of each call. */
export function eventsSql({ calls, from, hours, sources, models, callersPerSource }: GeneratedUsage): string {
  const fromMs = from.getTime()
  const spread = Array.from({ length: 11 }, (_, index) => `(hash(i * 16 + ${index + 1}) % 1000003) / 1000003.0 AS u${index + 1}`)
  const values: Record<(typeof USAGE_EVENT_COLUMNS)[number]['name'], string> = {
    account_id: `CAST(111122223000 + source AS VARCHAR)`,
    region: `'us-east-1'`,
    request_id: `regexp_replace(md5(CAST(i AS VARCHAR)), '(.{8})(.{4})(.{4})(.{4})(.{12})', '\\1-\\2-\\3-\\4-\\5')`,
    ts: `epoch_ms(CAST(called_ms AS BIGINT))::TIMESTAMPTZ`,
    operation: `CASE WHEN u8 < 0.7 THEN 'ConverseStream' ELSE 'Converse' END`,
    model_id: `'provider.model-' || CAST(floor(${models} * u2 * u2) AS INTEGER) || '-v1:0'`,
    model_scope: `'us'`,
    model_ref: `'us.provider.model-' || CAST(floor(${models} * u2 * u2) AS INTEGER) || '-v1:0'`,
    inference_region: `['us-east-1', 'us-east-2', 'us-west-2'][1 + CAST(floor(3 * u9) AS INTEGER)]`,
    caller: 'caller',
    caller_kind: `'role'`,
    identity_arn: `'arn:aws:sts::' || CAST(111122223000 + source AS VARCHAR) || ':assumed-role/' || caller || '/session'`,
    tags: 'NULL',
    service_tier: 'NULL',
    latency_mode: 'NULL',
    input_tokens: 'CASE WHEN failed THEN NULL ELSE input END',
    output_tokens: 'CASE WHEN failed THEN NULL ELSE output END',
    cache_read_tokens: `CASE WHEN failed THEN NULL WHEN u7 < 0.3 THEN 1024 + input * 2 ELSE 0 END`,
    cache_write_5m_tokens: `CASE WHEN failed THEN NULL WHEN u7 BETWEEN 0.27 AND 0.3 THEN input ELSE 0 END`,
    cache_write_1h_tokens: 'CASE WHEN failed THEN NULL ELSE 0 END',
    cache_write_total_tokens: `CASE WHEN failed THEN NULL WHEN u7 BETWEEN 0.27 AND 0.3 THEN input ELSE 0 END`,
    image_count: 'NULL',
    video_duration_ms: 'NULL',
    latency_ms: `CASE WHEN failed THEN NULL ELSE first_token + output * 8 END`,
    time_to_first_token_ms: 'CASE WHEN failed OR u8 >= 0.7 THEN NULL ELSE first_token END',
    stop_reason: `CASE WHEN failed THEN NULL ELSE 'end_turn' END`,
    error_code: `CASE WHEN failed THEN 'ThrottlingException' END`,
    source_s3_key: `'AWSLogs/' || CAST(111122223000 + source AS VARCHAR) || '/BedrockModelInvocationLogs/us-east-1/'
      || strftime(epoch_ms(CAST(called_ms AS BIGINT)), '%Y/%m/%d/%H/%Y%m%dT%H%M00000Z_') || md5(CAST(floor(called_ms / 60000) AS VARCHAR)) || '.json.gz'`,
    parsed_at: `epoch_ms(CAST(called_ms + 60000 + u1 * 360000 AS BIGINT))::TIMESTAMPTZ`,
    schema_version: '1',
  }
  return `
WITH numbers AS (SELECT range AS i, ${spread.join(', ')} FROM range(${Math.round(calls)})),
calls AS (
  SELECT *, ${fromMs} + i * ${hours * 3_600_000 / calls} AS called_ms, CAST(floor(${sources} * u3) AS INTEGER) AS source, u6 < 0.01 AS failed,
    CAST(floor(exp(4 + 5 * u4)) AS BIGINT) AS input, CAST(floor(exp(2 + 5 * u5)) AS BIGINT) AS output, CAST(floor(exp(5.5 + 2 * u6)) AS BIGINT) AS first_token
  FROM numbers
),
called AS (SELECT *, 'app-' || source || '-' || CAST(floor(${callersPerSource} * u10 * u11) AS INTEGER) AS caller FROM calls)
SELECT ${USAGE_EVENT_COLUMNS.map(({ name }) => `${values[name]} AS ${name}`).join(',\n  ')}
FROM called`
}
