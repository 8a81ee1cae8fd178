/** A time from an instant up to, but without, another one: milliseconds since 1970, infinite where it has no bound. */
export interface Interval {
  readonly from: number
  readonly to: number
}

export const ALWAYS: Interval = { from: -Infinity, to: Infinity }

/** The shortest one that holds both; null for none. */
export function spanOf(a: Interval | null, b: Interval | null): Interval | null {
  if (a === null || b === null) return a ?? b
  return { from: Math.min(a.from, b.from), to: Math.max(a.to, b.to) }
}

/** From the first to the last instant at which two texts differ that change at the bounds alone; null if they never do. */
export function differingSpan(bounds: readonly number[], a: (atMs: number) => string, b: (atMs: number) => string): Interval | null {
  const instants = [...new Set([-Infinity, ...bounds])].sort((x, y) => x - y)
  const differing = instants.filter((at) => a(at) !== b(at))
  const [first] = differing
  if (first === undefined) return null
  const last = differing.at(-1) ?? first
  return { from: first, to: instants.find((instant) => instant > last) ?? Infinity }
}
