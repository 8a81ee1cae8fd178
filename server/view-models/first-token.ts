import { hourId, hourOf } from '../../domain/calendar.ts'
import { quantile } from '../../domain/histogram.ts'
import type { Measures } from '../../domain/cell.ts'
import type { LatencyPoint } from '../../domain/ports.ts'
import { timeZone } from '../../domain/time-zone.ts'
import type { TimeStep } from './time-label.ts'

/** Time to the first token of some calls, and where it is known from. */
export interface FirstToken {
  readonly source: 'logs' | 'CloudWatch'
  readonly p50Ms: number
  /** The 95th percentile of logs, the 90th of CloudWatch. */
  readonly highMs: number
  readonly measured: number
}

/** The logs' own where any call tells it, else CloudWatch's; null where neither does. */
export function firstToken({ timeToFirstTokenMs: logged }: Measures, points: readonly LatencyPoint[]): FirstToken | null {
  const [p50Ms, p95Ms] = [quantile(logged, 0.5), quantile(logged, 0.95)]
  if (p50Ms !== null && p95Ms !== null) return { source: 'logs', p50Ms, highMs: p95Ms, measured: logged.count }
  const mean = meanPoint(points)
  return mean === null ? null : { source: 'CloudWatch', p50Ms: mean.p50Ms, highMs: mean.p90Ms, measured: mean.samples }
}

/** Percentiles of stretches of time cannot be joined: this is their mean, each weighted with its calls. */
export function meanPoint(points: readonly LatencyPoint[]): Omit<LatencyPoint, 'startMs'> | null {
  const samples = points.reduce((sum, point) => sum + point.samples, 0)
  if (samples === 0) return null
  const mean = (valueOf: (point: LatencyPoint) => number) =>
    points.reduce((sum, point) => sum + valueOf(point) * point.samples, 0) / samples
  return { samples, p50Ms: mean(({ p50Ms }) => p50Ms), p90Ms: mean(({ p90Ms }) => p90Ms) }
}

/** Points by the hour, day or month that they begin in. */
export function pointsByTime(points: readonly LatencyPoint[], step: TimeStep, zoneName: string): Map<string, LatencyPoint[]> {
  const zone = timeZone(zoneName)
  const idOf = { hour: hourId, day: zone.dayOfHour, month: zone.monthOfHour }[step]
  const byTime = new Map<string, LatencyPoint[]>()
  for (const point of points) {
    const id = idOf(hourOf(point.startMs))
    byTime.set(id, [...byTime.get(id) ?? [], point])
  }
  return byTime
}
