import { hourOf } from '../domain/calendar.ts'
import { type ComputeRequest, eventOfRest } from '../domain/compute-request.ts'
import type { Metrics } from '../domain/ports.ts'
import { aggregateStats } from './aggregate-stats.ts'
import { backfill } from './backfill.ts'
import { computeCost, type ComputeCostOptions, type ComputeCostPorts } from './compute-cost.ts'
import { reprice } from './reprice.ts'

export interface ComputeRequestOptions extends Omit<ComputeCostOptions, 'lookBackHours' | 'range'> {
  /** Of a run that is not told otherwise. */
  readonly lookBackHours: number
  /** How far back there may be hours. */
  readonly hoursKept: number
}

export interface ComputeRequestResult {
  /** Of hours. */
  readonly bucketsWritten: number
  /** The event that asks for what there was no time for, null if all is done. A regular run goes on by itself. */
  readonly next: object | null
}

type Ports = ComputeCostPorts & { readonly metrics: Metrics }

/** Does what compute-cost is asked for. Hours that are no longer kept are left alone. */
export async function runComputeRequest(
  request: ComputeRequest, ports: Ports, options: ComputeRequestOptions,
): Promise<ComputeRequestResult> {
  const { lookBackHours, hoursKept, ...others } = options
  if (request.kind === 'run') return run(ports, { ...others, lookBackHours: request.lookBackHours ?? lookBackHours }, hoursKept)
  const nowHour = hourOf(ports.clock().getTime())
  const firstKept = nowHour - hoursKept
  const range = { from: Math.max(request.from ?? firstKept, firstKept), to: request.to ?? nowHour + 1 }
  const { version } = await ports.prices.read()
  const { bucketsWritten, rest } = await backfill(ports, range, { ...others, everyHour: request.kind === 'recompute' })
  const rolledUp = await aggregateStats(ports, { lookBackDays: daysSince(range.from, nowHour, hoursKept) })
  const repriced = rest === null ? (await reprice(ports, { ...others, hoursKept, sinceVersion: version })).bucketsWritten : 0
  ports.metrics.count('bucketsWritten', bucketsWritten + rolledUp.bucketsWritten + repriced)
  return { bucketsWritten: bucketsWritten + repriced, next: rest === null ? null : eventOfRest(request.kind, rest) }
}

/** Hours of that age are rolled up by nobody else. */
function daysSince(hour: number, nowHour: number, hoursKept: number): number {
  return Math.max(1, Math.min(Math.ceil((nowHour - hour) / 24) + 1, Math.floor(hoursKept / 24) - 1))
}

async function run(ports: Ports, options: ComputeCostOptions, hoursKept: number): Promise<ComputeRequestResult> {
  const { bucketsWritten } = await computeCost(ports, options)
  const repriced = await reprice(ports, { ...options, hoursKept })
  ports.metrics.count('bucketsWritten', bucketsWritten + repriced.bucketsWritten)
  const dataUpTo = (await ports.usage.lastRun('compute-cost'))?.dataUpTo ?? null
  if (dataUpTo !== null) {
    ports.metrics.gauge('lagSeconds', Math.max(0, Math.round((ports.clock().getTime() - Date.parse(dataUpTo)) / 1000)))
  }
  return { bucketsWritten: bucketsWritten + repriced.bucketsWritten, next: null }
}
