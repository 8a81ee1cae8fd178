/** Keeps what was computed for one state of the data. */
export interface ReportMemo<R> {
  /**
   * What was computed for this key and stamp before, or is being computed; else computes it. Everything of another stamp is
   * forgotten. What fails, or may not be kept, is computed anew by the next who asks.
   */
  get(stamp: string, key: string, compute: () => Promise<R>): Promise<R>
}

export interface MemoOptions<R> {
  /** The oldest go first. */
  readonly maxKept?: number
  readonly mayKeep?: (value: R) => boolean
}

const MAX_KEPT = 16

/** A page asks for each of its panels alone: this lets them share what all of them are made of. */
export function reportMemo<R>({ maxKept = MAX_KEPT, mayKeep = () => true }: MemoOptions<R> = {}): ReportMemo<R> {
  const kept = new Map<string, Promise<R>>()
  let current = ''

  function forget(key: string, value: Promise<R>): void {
    if (kept.get(key) === value) kept.delete(key)
  }

  return {
    get(stamp, key, compute) {
      if (stamp !== current) kept.clear()
      current = stamp
      const known = kept.get(key)
      if (known !== undefined) return known
      const value = compute()
      kept.set(key, value)
      for (const oldest of kept.keys()) if (kept.size > maxKept) kept.delete(oldest)
      value.then((found) => { if (!mayKeep(found)) forget(key, value) }, () => forget(key, value))
      return value
    },
  }
}
