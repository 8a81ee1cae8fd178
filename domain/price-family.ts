import type { PriceUnit } from './price-fields.ts'

interface CacheRatios {
  readonly model: RegExp
  /** Hundredths of the input price. */
  readonly hundredths: Readonly<Partial<Record<PriceUnit, bigint>>>
}

/** Families whose cache prices stand in a fixed ratio to the input price. */
const CACHE_RATIOS: readonly CacheRatios[] = [
  { model: /^anthropic\.claude-/, hundredths: { cacheRead: 10n, cacheWrite5m: 125n, cacheWrite1h: 200n } },
  { model: /^amazon\.nova-/, hundredths: { cacheRead: 25n, cacheWrite5m: 0n, cacheWrite1h: 0n } },
  { model: /^openai\.gpt-5/, hundredths: { cacheRead: 10n, cacheWrite5m: 125n } },
]

/** Hundredths of the input price that the unit costs in the model's family; null where that is not known. */
export function cacheHundredths(modelId: string, unit: PriceUnit): bigint | null {
  return CACHE_RATIOS.find(({ model }) => model.test(modelId))?.hundredths[unit] ?? null
}

const FLEX_AND_PRIORITY = [
  /^amazon\.nova-(?!canvas|reel|sonic)/, /^openai\.gpt-oss-/, /^qwen\./, /^deepseek\./, /^google\.gemma-/,
  /^mistral\.(?:ministral|magistral|voxtral|devstral|mistral-large-3)/, /^minimax\./, /^moonshot(?:ai)?\./, /^nvidia\./, /^zai\./,
]

/** True for families sold in the tiers flex (half the price) and priority (1.75 times the price). */
export function hasFlexAndPriority(modelId: string): boolean {
  return FLEX_AND_PRIORITY.some((family) => family.test(modelId))
}
