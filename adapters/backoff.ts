/** How to wait between tries. Time and chance come from outside, so that tests neither sleep nor vary. */
export interface Backoff {
  readonly baseMs: number
  readonly capMs: number
  readonly tries: number
  readonly sleep: (ms: number) => Promise<void>
  readonly random: () => number
}

export const DEFAULT_BACKOFF: Backoff = {
  baseMs: 100,
  capMs: 5_000,
  tries: 8,
  sleep: (ms) => new Promise((resolve) => setTimeout(resolve, ms)),
  random: Math.random,
}

/** Full jitter: anywhere between nothing and the exponential ceiling, so that many clients spread out. */
export function delayMs(attempt: number, { baseMs, capMs, random }: Backoff): number {
  return Math.floor(random() * Math.min(capMs, baseMs * 2 ** attempt))
}

/**
 * Calls `step` with what is left to do until nothing is left: it returns the part that was not done.
 * Resolves to what is left after the last try, empty when all is done.
 */
export async function repeatUntilDone<T>(
  work: readonly T[], step: (work: readonly T[], attempt: number) => Promise<readonly T[]>, backoff: Backoff,
): Promise<readonly T[]> {
  let left = work
  for (let attempt = 0; attempt < backoff.tries && left.length > 0; attempt += 1) {
    if (attempt > 0) await backoff.sleep(delayMs(attempt - 1, backoff))
    left = await step(left, attempt)
  }
  return left
}
