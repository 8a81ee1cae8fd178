/** A count as found: null is not reported, `unreadable` is reported as something that is no count. */
export type Count = number | null | 'unreadable'

/** No call comes near it, and the sum of thousands of such calls is still a safe integer: one absurd record stops nobody. */
export const MAX_COUNT = 1_000_000_000_000

export function readCount(value: unknown): Count {
  if (value === undefined || value === null) return null
  return Number.isSafeInteger(value) && (value as number) >= 0 && (value as number) <= MAX_COUNT ? (value as number) + 0 : 'unreadable'
}

/**
 * The same counter seen once more. Streams repeat counters and let them grow, so the greatest holds, in whatever order
 * the chunks come; one that can be read beats one that cannot.
 */
export function sameCounter(a: Count, b: Count): Count {
  if (a === null || b === null) return a ?? b
  if (a === 'unreadable') return b
  return b === 'unreadable' ? a : Math.max(a, b)
}

export function reported(count: Count): number | null {
  return count === 'unreadable' ? null : count
}

/** Parts of one counter. Null where none is reported. */
export function sumCounts(parts: readonly Count[]): Count {
  let sum: number | null = null
  for (const part of parts) {
    if (part === 'unreadable') return part
    if (part !== null) sum = (sum ?? 0) + part
  }
  return readCount(sum)
}
