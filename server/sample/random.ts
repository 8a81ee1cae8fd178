/** A small repeatable random source: the same seed gives the same draws in the same order, everywhere. */
export interface Random {
  /** Uniform in [0, 1). */
  next(): number
  /** True with the given probability. */
  chance(probability: number): boolean
  /** A whole number ≥ 1 around the median; a spread of 0.7 puts two thirds between half and twice of it. */
  logNormal(median: number, spread: number): number
  /** How often something of this mean happens. */
  poisson(mean: number): number
  /** Lower-case hexadecimal digits. */
  hex(digits: number): string
}

export function createRandom(seed: string): Random {
  const next = mulberry32(fnv1a(seed))
  const normal = () => Math.sqrt(-2 * Math.log(1 - next())) * Math.cos(2 * Math.PI * next())
  return {
    next,
    chance: (probability) => next() < probability,
    logNormal: (median, spread) => Math.max(1, Math.round(median * Math.exp(spread * normal()))),
    poisson(mean) {
      const limit = Math.exp(-mean)
      let count = 0
      for (let product = next(); product > limit; product *= next()) count++
      return count
    },
    hex: (digits) => Array.from({ length: digits }, () => Math.floor(next() * 16).toString(16)).join(''),
  }
}

function fnv1a(text: string): number {
  let hash = 0x811c9dc5
  for (const char of text) hash = Math.imul(hash ^ (char.codePointAt(0) ?? 0), 0x01000193)
  return hash >>> 0
}

function mulberry32(seed: number): () => number {
  let state = seed
  return () => {
    state = (state + 0x6d2b79f5) | 0
    let mixed = Math.imul(state ^ (state >>> 15), 1 | state)
    mixed = (mixed + Math.imul(mixed ^ (mixed >>> 7), 61 | mixed)) ^ mixed
    return ((mixed ^ (mixed >>> 14)) >>> 0) / 2 ** 32
  }
}
