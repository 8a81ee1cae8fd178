import { instantMs } from './instant.ts'
import { parseModelRef, type ModelRef } from './model-id.ts'
import { formatUsd } from './money.ts'
import type { PriceQuestion, PriceAnswer } from './resolve-price.ts'

/** What to price, as a log tells it and an operator types it. Counts left out or null are 0. */
export interface QuoteInput {
  /** As logged: an id, a profile's id or an ARN. */
  readonly modelId?: string | null
  /** ISO instant with a zone. */
  readonly timestamp: string
  readonly accountId?: string | null
  readonly region?: string | null
  readonly inputTokens?: number | null
  readonly outputTokens?: number | null
  readonly cacheReadTokens?: number | null
  /** All cache writes; what the split below leaves over is taken as 5-minute writes. */
  readonly cacheWriteTokens?: number | null
  readonly cacheWrite5mTokens?: number | null
  readonly cacheWrite1hTokens?: number | null
  readonly serviceTier?: string | null
  readonly latencyMode?: string | null
  readonly errorCode?: string | null
  /** `imagesIn`, `imagesOut`, `queries`, `videoSecondsIn`, `audioSecondsIn`, … */
  readonly quantities?: Readonly<Record<string, number | null>> | null
  /** What a prompt router called. */
  readonly invokedModelId?: string | null
  /** Model or profile behind an application profile, custom model or prompt, by the ARN or its resource part. */
  readonly profiles?: Readonly<Record<string, string>> | null
}

/** The question that an input asks. Throws an error naming the field that is wrong. */
export function quoteQuestion(input: QuoteInput): PriceQuestion {
  const atMs = instantMs(text(input.timestamp, 'timestamp'))
  if (atMs === null) throw new Error('timestamp: wants an ISO instant such as 2026-07-18T00:00:00Z')
  const { modelId, scope } = modelOf(input)
  const writes = cacheWrites(input)
  const amounts = new Map<string, number>([
    ['input', count(input.inputTokens, 'inputTokens')],
    ['output', count(input.outputTokens, 'outputTokens')],
    ['cacheRead', count(input.cacheReadTokens, 'cacheReadTokens')],
    ['cacheWrite5m', writes.fiveMinutes],
    ['cacheWrite1h', writes.oneHour],
  ])
  for (const [name, amount] of Object.entries(input.quantities ?? {})) {
    // Not told is not the same as none.
    if (amount === null) continue
    if (amounts.has(name)) throw new Error(`quantities.${name}: give tokens by their own field`)
    amounts.set(name, quantity(amount, `quantities.${name}`))
  }
  return {
    modelId,
    modelScope: scope,
    accountId: text(input.accountId, 'accountId'),
    region: text(input.region, 'region'),
    atMs,
    serviceTier: text(input.serviceTier, 'serviceTier'),
    latencyMode: text(input.latencyMode, 'latencyMode'),
    errorCode: text(input.errorCode, 'errorCode'),
    amounts,
    cacheWriteUnsplit: writes.unsplit,
  }
}

const MAX_HOPS = 5

function modelOf(input: QuoteInput): ModelRef {
  const profiles = new Map(Object.entries(input.profiles ?? {}))
  let ref = text(input.modelId, 'modelId')
  let model = parseModelRef(ref)
  const invoked = text(input.invokedModelId, 'invokedModelId')
  if (model.scope === 'prompt-router' && invoked !== '') {
    ref = invoked
    model = parseModelRef(invoked)
  }
  // A profile may stand for another profile; the bound ends a map that runs in a circle.
  for (let hop = 0; hop < MAX_HOPS; hop++) {
    const source = profiles.get(ref) ?? profiles.get(model.modelId)
    if (source === undefined) return model
    ref = text(source, `profiles.${ref}`)
    model = parseModelRef(ref)
  }
  return model
}

function cacheWrites(input: QuoteInput): { fiveMinutes: number; oneHour: number; unsplit: boolean } {
  const total = count(input.cacheWriteTokens, 'cacheWriteTokens')
  const unsplit = (input.cacheWrite5mTokens ?? input.cacheWrite1hTokens ?? null) === null
  const fiveMinutes = count(input.cacheWrite5mTokens, 'cacheWrite5mTokens')
  const oneHour = count(input.cacheWrite1hTokens, 'cacheWrite1hTokens')
  const rest = Math.max(0, total - fiveMinutes - oneHour)
  return { fiveMinutes: fiveMinutes + rest, oneHour, unsplit }
}

function text(value: string | null | undefined, field: string): string {
  if (value === undefined || value === null) return ''
  if (typeof value !== 'string') throw new Error(`${field}: wants text`)
  return value
}

function count(value: number | null | undefined, field: string): number {
  if (value === undefined || value === null) return 0
  if (!Number.isSafeInteger(value) || value < 0) throw new Error(`${field}: wants a whole number of at least 0`)
  return value
}

function quantity(value: number, field: string): number {
  if (typeof value !== 'number' || !(value >= 0 && value <= Number.MAX_SAFE_INTEGER)) {
    throw new Error(`${field}: wants a number of at least 0`)
  }
  return value
}

/** An answer as plain JSON, money as exact decimals. Record and long context are left out where there are none. */
export function quoteAnswer(answer: PriceAnswer): Record<string, unknown> {
  return {
    status: answer.status,
    reason: answer.reason,
    priceKey: answer.priceKey,
    unit: Object.fromEntries([...answer.unit].map(([unit, price]) => [unit, formatUsd(price)])),
    cost: answer.cost === null ? null : formatUsd(answer.cost),
    flags: answer.flags,
    ...(answer.longContext === null ? {} : { longContext: answer.longContext }),
    ...(answer.record === null ? {} : { effectiveFrom: answer.record.effectiveFrom }),
  }
}
