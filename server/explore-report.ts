import type { Access } from '../domain/access.ts'
import { hourOf } from '../domain/calendar.ts'
import type { QueryResult, QueryRun } from '../domain/explore-ports.ts'
import { planReads } from '../domain/plan-reads.ts'
import { estimatedBytes, queryScope, type QueryScope } from '../domain/query-estimate.ts'
import { resolveRange } from '../domain/query-range.ts'
import type { HourRange } from '../domain/ports.ts'
import { currentRun, type QueryPorts } from '../functions/run-query.ts'
import { StoreUnavailable } from './bounded-store.ts'
import type { ExploreState } from './explore-state.ts'
import type { UsageData } from './usage-data.ts'

export interface ExploreReport {
  /** The run that is shown; null for none, or one that this person never began. */
  readonly run: QueryRun | null
  /** Null unless it succeeded and its answer is still kept. */
  readonly result: QueryResult | null
  readonly history: readonly QueryRun[]
}

export interface QueryEstimate {
  readonly scope: QueryScope
  readonly records: number
  readonly bytes: number
}

export const RESULT_ROWS = 1_000
const HISTORY_RUNS = 20

export async function exploreReport(ports: QueryPorts, user: string, { run: id }: ExploreState): Promise<ExploreReport> {
  const found = id === null ? null : await ports.history.find(user, id)
  const run = found === null ? null : await currentRun(ports, found)
  const history = (await ports.history.list(user, HISTORY_RUNS)).map((other) => (other.id === run?.id ? run : other))
  return { run, result: run === null ? null : await resultOf(ports, run), history }
}

export async function resultOf({ queries }: QueryPorts, run: QueryRun): Promise<QueryResult | null> {
  if (run.status !== 'succeeded' || run.engineId === null) return null
  try {
    return await queries.result(run.engineId, RESULT_ROWS)
  } catch (error) {
    // Answers are kept for a while only; that the engine is not to be reached is another matter.
    if (error instanceof StoreUnavailable && error.cause === undefined) throw error
    return null
  }
}

/** What a query will read: the rows that are known of the hours it asks for, times the usual size of the columns it names. */
export async function estimateQuery(data: UsageData, access: Access, sql: string, now: Date): Promise<QueryEstimate> {
  const scope = queryScope(sql)
  const records = await recordsIn(data, access, scope.range, now)
  return { scope, records, bytes: estimatedBytes(scope, records) }
}

/** Hours that a relative range is about now, for the text of a question. */
export function questionRange({ range }: ExploreState, now: Date): HourRange {
  const { from, to } = resolveRange({ range, timeZone: 'UTC' }, now.getTime())
  return { from, to }
}

async function recordsIn(data: UsageData, access: Access, range: HourRange | null, now: Date): Promise<number> {
  const nowHour = hourOf(now.getTime())
  const end = nowHour + 2
  const { from, to } = range ?? { from: 0, to: end }
  if (from >= Math.min(to, end)) return 0
  const needs = { nowHour: Math.min(nowHour, await data.rolledUpTo()), grain: 'total', timeZone: 'UTC' } as const
  const buckets = await data.buckets(access, planReads({ from: Math.max(0, from), to: Math.min(to, end) }, needs))
  return buckets.reduce((sum, { records }) => sum + records, 0)
}
