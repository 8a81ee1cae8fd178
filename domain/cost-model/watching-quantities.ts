import type { Quantity } from './bill.ts'
import { sourcesOf, type Workload } from './workload.ts'

/** Alarms of the hub, and of each source. */
export const HUB_ALARMS = 17
export const SOURCE_ALARMS = 6
/** The lag of compute-cost, which an alarm needs. */
const NEEDED_METRICS = 1
/** All that there are, of the hub and of each source. */
export const HUB_METRICS = 11
export const SOURCE_METRICS = 7

export function watchingQuantities(workload: Workload): Quantity[] {
  const sources = sourcesOf(workload)
  return [
    { what: 'Metrics of functions', price: 'metricMonth', amount: workload.allMetrics ? HUB_METRICS + SOURCE_METRICS * sources : NEEDED_METRICS },
    { what: 'Alarms', price: 'alarmMonth', amount: workload.alarms ? HUB_ALARMS + SOURCE_ALARMS * sources : 0 },
    { what: 'Dashboard of the pipeline', price: 'dashboardMonth', amount: 1 },
    { what: 'Keys', price: 'keyMonth', amount: workload.keys },
  ]
}
