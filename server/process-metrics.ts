import { monitorEventLoopDelay } from 'node:perf_hooks'
import type { MetricFamily } from '../domain/open-metrics.ts'

export interface ProcessMetrics {
  /** Of this moment; delays are those since the last time that somebody asked. */
  read(): MetricFamily[]
  stop(): void
}

const NS_PER_SECOND = 1e9
const US_PER_SECOND = 1e6

/** How this process fares. */
export function processMetrics(): ProcessMetrics {
  const delay = monitorEventLoopDelay({ resolution: 20 })
  delay.enable()
  return {
    read() {
      const { rss, heapUsed } = process.memoryUsage()
      const { user, system } = process.cpuUsage()
      const delays = [['0.5', delay.percentile(50)], ['0.99', delay.percentile(99)], ['1', delay.max]] as const
      delay.reset()
      return [
        { name: 'process_resident_memory_bytes', type: 'gauge', unit: 'bytes', help: 'Resident memory', samples: [{ value: rss }] },
        { name: 'nodejs_heap_used_bytes', type: 'gauge', unit: 'bytes', help: 'Heap in use', samples: [{ value: heapUsed }] },
        { name: 'process_cpu_seconds', type: 'counter', unit: 'seconds', help: 'Processor time', samples: [{ value: (user + system) / US_PER_SECOND }] },
        { name: 'process_uptime_seconds', type: 'gauge', unit: 'seconds', help: 'Time since the process began', samples: [{ value: process.uptime() }] },
        {
          name: 'nodejs_event_loop_delay_seconds', type: 'gauge', unit: 'seconds', help: 'How late timers fired since the last scrape, by share of them',
          samples: delays.map(([share, ns]) => ({ labels: { share }, value: Number.isFinite(ns) ? ns / NS_PER_SECOND : 0 })),
        },
      ]
    },
    stop: () => delay.disable(),
  }
}
