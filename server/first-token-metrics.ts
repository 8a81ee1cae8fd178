import type { Clock, LatencyMetrics, LatencyPoint, LatencyQuery } from '../domain/ports.ts'
import type { Source } from '../domain/source.ts'

/** CloudWatch of an account, or null for one whose metrics must not be read. */
export type FirstTokenPort = (accountId: string) => LatencyMetrics | null

/** What is asked of a source: ids as callers pass them, each with the base model that it stands for. */
export interface FirstTokenQuestion {
  readonly source: Source
  readonly references: ReadonlyMap<string, string>
}

export interface FirstTokenMetrics {
  /** `none` where there is nobody to ask, or nothing; `failed` if a source did not answer in time. */
  readonly state: 'none' | 'ok' | 'failed'
  /** Points of all sources by base model, in no order. */
  readonly points: ReadonlyMap<string, readonly LatencyPoint[]>
}

type Span = Pick<LatencyQuery, 'fromMs' | 'toMs' | 'periodSeconds'>

export type ReadFirstToken = (questions: readonly FirstTokenQuestion[], span: Span) => Promise<FirstTokenMetrics>

/** Every request costs money, and a refreshing page asks the same again and again. */
const KEPT_MS = 60_000
const MAX_KEPT = 200
const TIMEOUT_MS = 1_500

/** Asks CloudWatch about many sources at once; what fails, or takes long, is left out and said so. */
export function firstTokenReader(port: FirstTokenPort | null, clock: Clock, timeoutMs = TIMEOUT_MS): ReadFirstToken {
  const kept = new Map<string, { readonly untilMs: number; readonly answer: ReturnType<LatencyMetrics['timeToFirstToken']> }>()

  function ask(metrics: LatencyMetrics, accountId: string, query: LatencyQuery): ReturnType<LatencyMetrics['timeToFirstToken']> {
    const id = JSON.stringify([accountId, query])
    const nowMs = clock().getTime()
    const known = kept.get(id)
    if (known !== undefined && nowMs < known.untilMs) return known.answer
    const answer = metrics.timeToFirstToken(query)
    kept.delete(id)
    kept.set(id, { untilMs: nowMs + KEPT_MS, answer })
    for (const oldest of kept.keys()) if (kept.size > MAX_KEPT) kept.delete(oldest)
    answer.catch(() => kept.delete(id))
    return answer
  }

  return async (questions, span) => {
    const points = new Map<string, LatencyPoint[]>()
    let state: FirstTokenMetrics['state'] = 'none'
    await Promise.all(questions.map(async ({ source, references }) => {
      const metrics = port?.(source.accountId) ?? null
      if (metrics === null || references.size === 0) return
      if (state === 'none') state = 'ok'
      const query = { region: source.region, models: [...references.keys()], ...span }
      const found = await inTime(ask(metrics, source.accountId, query), timeoutMs).catch(() => null)
      if (found === null) {
        state = 'failed'
        return
      }
      for (const [reference, series] of found) {
        const model = references.get(reference) ?? reference
        points.set(model, [...points.get(model) ?? [], ...series])
      }
    }))
    return { state, points }
  }
}

async function inTime<T>(answer: Promise<T>, timeoutMs: number): Promise<T> {
  let timer: NodeJS.Timeout | undefined
  const late = new Promise<never>((_, reject) => {
    timer = setTimeout(() => reject(new Error('CloudWatch did not answer in time')), timeoutMs)
  })
  try {
    return await Promise.race([answer, late])
  } finally {
    clearTimeout(timer)
  }
}
