import { hasFlexAndPriority } from './price-family.ts'

/** What a service tier and a latency mode do to the standard price. */
export interface PriceMultiplier {
  readonly hundredths: bigint
  readonly flags: readonly string[]
  /** Prices listed for batch calls replace the multiplied ones. */
  readonly batch: boolean
}

const STANDARD_TIERS = new Set(['', 'standard', 'default', 'auto'])
const TIER_HUNDREDTHS: ReadonlyMap<string, bigint> = new Map([['flex', 50n], ['priority', 175n]])

/** A tier that the model's family is not known to offer leaves the standard price, flagged `tier_price_unknown`. */
export function tierMultiplier(modelId: string, serviceTier: string): PriceMultiplier {
  if (STANDARD_TIERS.has(serviceTier)) return { hundredths: 100n, flags: [], batch: false }
  if (serviceTier === 'batch') return { hundredths: 50n, flags: ['tier:batch x0.5'], batch: true }
  const hundredths = hasFlexAndPriority(modelId) ? TIER_HUNDREDTHS.get(serviceTier) : undefined
  if (hundredths === undefined) return { hundredths: 100n, flags: ['tier_price_unknown'], batch: false }
  return { hundredths, flags: [`tier:${serviceTier} x${Number(hundredths) / 100}`], batch: false }
}

/** Latency-optimised inference costs a quarter more where it was served. */
export function latencyMultiplier(latencyMode: string): PriceMultiplier {
  if (latencyMode !== 'optimized') return { hundredths: 100n, flags: [], batch: false }
  return { hundredths: 125n, flags: ['latency:optimized x1.25'], batch: false }
}
