import type { Clock } from '../../domain/ports.ts'
import { IdentityUnknown } from './identity-refused.ts'

export interface RefreshedOptions<T> {
  readonly load: () => Promise<T>
  /** How old a value may become before it is loaded anew. */
  readonly cacheMs: number
  readonly clock: Clock
}

export interface Refreshed<T> {
  /** Rejects with IdentityUnknown where there is no value, or too old a one, and none can be had. */
  current(): Promise<T>
  /**
   * One loaded since the last one, for who misses something in that; null if it is too early to ask again. Rejects with
   * IdentityUnknown where none can be had.
   */
  newer(): Promise<T | null>
}

/** How much longer a value is used than it should, while no other can be had. */
export const GRACE_MS = 60 * 60_000
/** Between two loads: nobody can make this server ask more often. */
export const COOLDOWN_MS = 30_000
/** After one that failed. */
export const RETRY_MS = 5_000

/** A value of elsewhere that is kept, loaded anew when it has become old, and used a while longer if that fails. */
export function refreshed<T>({ load, cacheMs, clock }: RefreshedOptions<T>): Refreshed<T> {
  let held: { readonly value: T; readonly loadedAtMs: number } | null = null
  let triedAtMs = -Infinity
  let failure: unknown = null
  let underWay: Promise<void> | null = null

  const now = () => clock().getTime()

  async function attempt(): Promise<void> {
    triedAtMs = now()
    try {
      held = { value: await load(), loadedAtMs: triedAtMs }
      failure = null
    } catch (error) {
      failure = error
    } finally {
      underWay = null
    }
  }

  /** Loads once for all who wait for it, unless that was tried a moment ago. */
  function refresh(): Promise<void> {
    if (underWay !== null) return underWay
    if (now() - triedAtMs < (failure === null ? COOLDOWN_MS : RETRY_MS)) return Promise.resolve()
    underWay = attempt()
    return underWay
  }

  function unknown(): IdentityUnknown {
    return new IdentityUnknown(`keys cannot be loaded: ${failure instanceof Error ? failure.message : String(failure)}`, { cause: failure })
  }

  const ageMs = () => held === null ? Infinity : now() - held.loadedAtMs

  return {
    async current() {
      if (ageMs() > cacheMs) {
        const loading = refresh()
        // Who can be answered is not kept waiting.
        if (ageMs() > cacheMs + GRACE_MS) await loading
      }
      if (held === null || ageMs() > cacheMs + GRACE_MS) throw unknown()
      return held.value
    },

    async newer() {
      const before = held
      await refresh()
      if (failure !== null) throw unknown()
      return held === before || held === null ? null : held.value
    },
  }
}
