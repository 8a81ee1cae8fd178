import type { Clock, RunRecord, UsageStore } from '../domain/ports.ts'

type Outcome = Pick<RunRecord, 'bucketsWritten' | 'dataUpTo' | 'message' | 'revision' | 'listedKeys'>

/**
 * Does a run and leaves a record of it, also of one that fails: that one reaches no further than the last, and its error is
 * thrown on.
 */
export async function recordRun<T extends Outcome>(
  kind: RunRecord['kind'], { usage, clock }: { usage: UsageStore; clock: Clock }, work: (last: RunRecord | null) => Promise<T>,
): Promise<T> {
  const startedAt = clock().toISOString()
  const last = await usage.lastRun(kind)
  const save = (outcome: RunRecord['outcome'], { bucketsWritten, dataUpTo, message, revision, listedKeys }: Outcome) => {
    const run = { kind, startedAt, finishedAt: clock().toISOString(), outcome, bucketsWritten, dataUpTo, message }
    return usage.saveRun({
      ...run, ...(revision === undefined ? {} : { revision }), ...(listedKeys === undefined ? {} : { listedKeys }),
    })
  }
  try {
    const result = await work(last)
    await save('ok', result)
    return result
  } catch (error) {
    const message = error instanceof Error ? error.message : String(error)
    const standing = { ...last, bucketsWritten: 0, dataUpTo: last?.dataUpTo ?? null }
    await save('failed', { ...standing, message }).catch(() => undefined)
    throw error
  }
}
