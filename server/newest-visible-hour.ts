import { accessibleBuckets, type Access } from '../domain/access.ts'
import type { Bucket, Period } from '../domain/bucket.ts'
import { hourId, nextDay, nextMonth, periodId } from '../domain/calendar.ts'

/** Buckets of one source with from ≤ start < to, in order of start; null bounds are open. */
export type ReadBuckets = (period: Period, from: string | null, to: string | null) => Promise<readonly Bucket[]>

/**
 * The start, as an ISO instant, of the newest hour of a source in which there is a call to be seen, or of its day where hours
 * are no longer kept; null where there is none. From `rolledUpTo` on there are hours only, before it days and months as well.
 */
export async function newestVisibleHour(access: Access, read: ReadBuckets, rolledUpTo: number): Promise<string | null> {
  const newestOf = async (period: Period, from: string | null, to: string | null): Promise<string | null> => {
    const found = (await read(period, from, to)).findLast((bucket) => accessibleBuckets(access, [bucket]).length > 0)
    return found?.start ?? null
  }

  async function newestDay(): Promise<string | null> {
    const month = periodId('month', rolledUpTo)
    const recent = await newestOf('day', `${month}-01`, periodId('day', rolledUpTo))
    if (recent !== null) return recent
    const earlier = await newestOf('month', null, month)
    return earlier && newestOf('day', `${earlier}-01`, `${nextMonth(earlier)}-01`)
  }

  const hour = await newestOf('hour', hourId(rolledUpTo), null)
  if (hour !== null) return instantOf(hour)
  const day = await newestDay()
  return day && instantOf(await newestOf('hour', `${day}T00`, `${nextDay(day)}T00`) ?? `${day}T00`)
}

/** Of the id of an hour, `2026-07-18T05`. */
function instantOf(hour: string): string {
  return `${hour}:00:00.000Z`
}
