import type { ComputeCostPorts } from './compute-cost.ts'

/** Percentage points between two notes. */
const STEP = 5

export interface RepriceProgress {
  /** A share of one source is done: the shares of each add up to 1. */
  readonly advance: (share: number, bucketsWritten: number) => Promise<void>
  /** Of all sources. */
  readonly percent: () => number
}

/** Notes in the record of the run, which still reaches only as far as the last one, how much of stored usage is priced anew. */
export function repriceProgress({ usage, clock }: Pick<ComputeCostPorts, 'usage' | 'clock'>, revision: string, sources: number): RepriceProgress {
  const startedAt = clock().toISOString()
  let [shares, bucketsWritten, noted] = [0, 0, 0]
  // Shares such as a third do not add up to a whole exactly.
  const percent = () => Math.min(100, Math.floor((shares / sources) * 100 + 1e-6))
  return {
    percent,
    async advance(share, written) {
      shares += share
      bucketsWritten += written
      const now = percent()
      if (now < noted + STEP || now === 100) return
      noted = now
      await usage.saveRun({
        kind: 'reprice', startedAt, finishedAt: clock().toISOString(), outcome: 'ok', bucketsWritten, dataUpTo: null,
        message: progressText(now), revision,
      })
    },
  }
}

export function progressText(percent: number): string {
  return `${percent} % of stored usage is priced anew`
}
