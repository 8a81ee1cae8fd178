import { openLocal } from '../../adapters/open-ports.ts'
import { hourOf } from '../../domain/calendar.ts'
import { GROUP_KEYS, isTimeKey, type GroupKey } from '../../domain/group-keys.ts'
import type { HourRange, SourceState, UsageStore } from '../../domain/ports.ts'
import { reportBuilder, type Report } from '../../domain/report.ts'
import { readUsage } from '../../functions/read-usage.ts'
import { runCommand } from './cli.ts'
import { formatReport } from './report-format.ts'
import { reportOptions } from './report-options.ts'

await runCommand({
  name: 'npm run report --',
  synopsis: '--data DIR [--from INSTANT] [--to INSTANT] [--group-by KEY,…] [--format table|json|csv]',
  help: `
Sums the usage that the pipeline stored in DIR: calls, tokens, exact cost in USD, latencies.

  --data DIR        where npm run pipeline put its data
  --from, --to      full hours, e.g. 2026-07-18T00:00:00Z; from is included, to is not. All data by default.
  --group-by KEYS   one row per combination of: ${GROUP_KEYS.join(', ')}, tag:<key>
                    Times are UTC. Without it there is just the total.
  --format FORMAT   table (default), json or csv; costUsd is an exact decimal
`,
  options: {
    data: { type: 'string' },
    from: { type: 'string' },
    to: { type: 'string' },
    'group-by': { type: 'string' },
    format: { type: 'string', default: 'table' },
  },
  async run(values) {
    const { dataDir, from, to, groupBy, format } = reportOptions(values)
    const ports = await openLocal(dataDir, { mode: 'read' })
    try {
      const report = await readReport(ports.usage, dataDir, { from, to }, groupBy)
      process.stdout.write(formatReport(report, groupBy, format))
    } finally {
      await ports.close()
    }
  },
})

async function readReport(
  usage: UsageStore, dataDir: string, bounds: { from: number | null; to: number | null }, groupBy: readonly GroupKey[],
): Promise<Report> {
  const sources = await usage.listSources()
  if (sources.length === 0) throw new Error(`there is no usage in ${dataDir}: run npm run pipeline first`)
  const nowHour = hourOf(Date.now())
  const range: HourRange = { from: bounds.from ?? 0, to: bounds.to ?? endOf(sources, nowHour) }
  const builder = reportBuilder({ groupBy })
  const needs = { nowHour, grain: finestTimeKey(groupBy), timeZone: 'UTC' }
  for await (const bucket of readUsage(usage, sources, range, needs)) builder.add(bucket)
  return builder.finish()
}

// An event may bear a time that is still to come, if the clock here is late.
function endOf(sources: readonly SourceState[], nowHour: number): number {
  return Math.max(nowHour, ...sources.map((source) => hourOf(Date.parse(source.newestEvent)))) + 1
}

function finestTimeKey(groupBy: readonly GroupKey[]): 'hour' | 'day' | 'month' | 'total' {
  const keys = groupBy.filter(isTimeKey)
  if (keys.includes('hour')) return 'hour'
  if (keys.includes('day')) return 'day'
  return keys.length > 0 ? 'month' : 'total'
}
