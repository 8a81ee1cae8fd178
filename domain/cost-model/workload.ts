/** What the bill is asked for. Calls are spread evenly over all hours of a month, and over all sources. */
export interface Workload {
  /** A month. */
  readonly calls: number
  readonly accounts: number
  /** Of each account. */
  readonly regions: number
  readonly models: number
  /** Of all sources together; each calls from one. */
  readonly callers: number
  /** Between runs of compute-cost. */
  readonly runMinutes: number
  /** That the delivery stream gathers events for. */
  readonly deliverySeconds: number
  /** Days that raw logs are kept. */
  readonly logDays: number
  /** Months that events are kept. */
  readonly eventMonths: number
  readonly alarms: boolean
  /** All that functions measure as metrics of CloudWatch, not just those that alarms need. */
  readonly allMetrics: boolean
  /** Customer managed keys. */
  readonly keys: number
}

export const DEFAULT_WORKLOAD: Workload = {
  calls: 1_000_000, accounts: 1, regions: 1, models: 20, callers: 200, runMinutes: 5, deliverySeconds: 300, logDays: 90, eventMonths: 13,
  alarms: true, allMetrics: false, keys: 0,
}

export const HOURS_PER_MONTH = 730

export function sourcesOf({ accounts, regions }: Workload): number {
  return accounts * regions
}

export function callsPerSourceHour(workload: Workload): number {
  return workload.calls / HOURS_PER_MONTH / sourcesOf(workload)
}
