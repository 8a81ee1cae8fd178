import { parseUsd } from './money.ts'

type Fields = Readonly<Record<string, string>>

/** Ratios of a new price to the old one that are mistakes far more often than news, in thousandths. */
const TYPICAL_MISTAKES = [10_000, 100, 1_100, 909] as const
/** Every change beyond these is suspicious. */
const [MIN_RATIO, MAX_RATIO] = [500, 2_000] as const

/**
 * Why a change of a key's prices looks like a mistake, a reason for each suspicious field; empty if it does not. A field that
 * is added is none, and neither is one that had no price, which is what 0 says.
 */
export function guardReasons(before: Fields, after: Fields): string[] {
  return Object.entries(before).flatMap(([field, old]) => {
    const reason = reasonOf(parseUsd(old), after[field])
    return reason === null ? [] : [`${field} ${reason}: ${old} → ${after[field] ?? 'not listed'}`]
  })
}

function reasonOf(old: bigint, text: string | undefined): string | null {
  if (text === undefined) return 'is gone'
  const now = parseUsd(text)
  if (now === old || old === 0n) return null
  if (now === 0n) return 'drops to 0'
  const ratio = ratioOf(now, old)
  if (TYPICAL_MISTAKES.some((mistake) => mistake === ratio)) return `is ${ratio / 1000} times what it was`
  const isFar = now * 1000n < old * BigInt(MIN_RATIO) || now * 1000n > old * BigInt(MAX_RATIO)
  return isFar ? `is ${now > old ? 'more than twice' : 'less than half'} what it was` : null
}

/** In thousandths, to three significant digits as prices are rounded to in lists; 0 and a million stand for all beyond. */
function ratioOf(now: bigint, old: bigint): number {
  if (now > old * 1000n) return 1_000_000
  let step = 1n
  while (now * 1000n >= old * step * 1000n) step *= 10n
  return Number(((now * 2000n) / (old * step) + 1n) / 2n * step)
}
