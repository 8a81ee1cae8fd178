import { z } from 'zod'
import type { MeasureDetail } from '../../domain/measure-detail.ts'
import type { MeasureJson } from '../../domain/measure-json.ts'

const count = (what: string) => z.int().min(0).describe(what)
const quantile = (what: string) => z.number().min(0).nullable().describe(`${what}; null where no call reports it`)
export const DECIMAL = z.string().regex(/^-?\d+(\.\d{1,18})?$/)

/** As domain/measure-json.ts gives them. */
export const MEASURES = {
  calls: count('Invocations, failed ones included'),
  errors: count('Of them, those that ended in an error'),
  inputTokens: count('Outside the cache'),
  outputTokens: count('Output tokens'),
  cacheReadTokens: count('Read from the cache'),
  cacheWrite5mTokens: count('Written to the cache for 5 minutes, or for a time that the log does not tell'),
  cacheWrite1hTokens: count('Written to the cache for an hour'),
  unpricedCalls: count('Calls whose cost is missing, wholly or in part: costUsd is too low by them'),
  costUsd: DECIMAL.describe('Exact decimal of USD'),
  latencyCount: count('Calls whose latency is known'),
  latencyP50Ms: quantile('Median latency'),
  latencyP95Ms: quantile('95th percentile of latencies'),
  ttftCount: count('Calls whose time to the first token is known'),
  ttftP50Ms: quantile('Median time to the first token'),
} as const satisfies Record<keyof MeasureJson, z.ZodType>

export const MEASURE_NAMES = Object.keys(MEASURES)

const costOf = (what: string) => DECIMAL.describe(`The part of costUsd for ${what}`)

/** As domain/measure-detail.ts gives them. */
export const MEASURES_IN_DETAIL = {
  ...MEASURES,
  inputCostUsd: costOf('input'),
  outputCostUsd: costOf('output'),
  cacheReadCostUsd: costOf('reading from the cache'),
  cacheWrite5mCostUsd: costOf('writing to the cache for 5 minutes'),
  cacheWrite1hCostUsd: costOf('writing to the cache for an hour'),
  imagesCostUsd: costOf('images'),
  queriesCostUsd: costOf('rerank queries'),
  images: count('Images put out'),
  cacheSavingsUsd: DECIMAL.describe('What cache reads saved, less what cache writes cost more; may be negative'),
  estimatedCalls: count('Calls whose price is derived or assumed'),
} as const satisfies Record<keyof MeasureDetail, z.ZodType>

export const DETAIL_NAMES = Object.keys(MEASURES_IN_DETAIL)
export const DETAIL_DECIMALS = DETAIL_NAMES.filter((name) => name.endsWith('Usd'))

/** Keys of a row, as far as it was grouped by them; tags by `tag:<key>`. */
export const KEYS = {
  account: z.string(), region: z.string(),
  hour: z.string().describe('UTC hour: 2026-07-18T05'), day: z.string().describe('Of `tz`: 2026-07-18'), month: z.string().describe('Of `tz`: 2026-07'),
  model: z.string(), modelScope: z.string(), caller: z.string(), callerKind: z.string(), serviceTier: z.string(), errorCode: z.string(),
} as const

/** What is said of the range of every answer about usage. */
export const ABOUT_USAGE = {
  from: z.iso.datetime().nullable().describe('First instant; null where all usage is meant'),
  to: z.iso.datetime().describe('Exclusive'),
  timeZone: z.string(),
  dataUpTo: z.iso.datetime().nullable().describe('Newest event that the numbers hold'),
} as const
