import type { Clock } from '../../domain/ports.ts'

export interface Attempts {
  /** Counts an attempt. Null if it may be made; else in how many milliseconds the next one may. */
  count(key: string): number | null
  /** Forgets those of a key, since one succeeded. */
  forget(key: string): void
}

export interface AttemptsOptions {
  readonly max: number
  readonly windowMs: number
  /** How many keys are remembered: the oldest are forgotten first. */
  readonly maxKeys: number
  readonly clock: Clock
}

/** Allows `max` attempts of a key within a window of time that begins with the first. */
export function attempts({ max, windowMs, maxKeys, clock }: AttemptsOptions): Attempts {
  const made = new Map<string, { count: number; readonly endsAtMs: number }>()
  return {
    count(key) {
      const now = clock().getTime()
      const before = made.get(key)
      if (before === undefined || before.endsAtMs <= now) {
        made.delete(key)
        if (made.size >= maxKeys) made.delete([...made.keys()][0] ?? '')
        made.set(key, { count: 1, endsAtMs: now + windowMs })
        return null
      }
      before.count += 1
      return before.count <= max ? null : before.endsAtMs - now
    },
    forget(key) {
      made.delete(key)
    },
  }
}
