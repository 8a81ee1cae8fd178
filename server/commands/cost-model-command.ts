import { bill, sumOf, type Bill, type BillLine } from '../../domain/cost-model/bill.ts'
import { LIST_PRICES, LIST_PRICES_DATE, LIST_PRICES_REGION } from '../../domain/cost-model/list-prices.ts'
import { MEASURED_UNITS } from '../../domain/cost-model/measured-units.ts'
import { perEventLines } from '../../domain/cost-model/per-event-bill.ts'
import { DEFAULT_WORKLOAD, type Workload } from '../../domain/cost-model/workload.ts'
import { formatUsdPrecise } from '../view-models/format-usd.ts'
import { type Command, integerOption } from './cli.ts'
import { textTable } from './text-table.ts'

const HELP = `
What this software itself costs on AWS a month, line by line: units as measured by npm run bench, times list prices. Beside
the total stands what free allowances leave of it. Keeping the raw logs is apart from the total; the container of the dashboard is
not among it.

  --calls N               calls a month, default ${DEFAULT_WORKLOAD.calls}
  --accounts N            accounts that call, default ${DEFAULT_WORKLOAD.accounts}
  --regions N             regions of each, default ${DEFAULT_WORKLOAD.regions}
  --models N              models that are called, default ${DEFAULT_WORKLOAD.models}
  --callers N             callers of all accounts together, default ${DEFAULT_WORKLOAD.callers}
  --run-minutes N         schedule.computeCostMinutes, default ${DEFAULT_WORKLOAD.runMinutes}
  --delivery-seconds N    schedule.deliverySeconds, default ${DEFAULT_WORKLOAD.deliverySeconds}
  --log-days N            retention.logsDays, default ${DEFAULT_WORKLOAD.logDays}
  --event-months N        months that events are kept, default ${DEFAULT_WORKLOAD.eventMonths}
  --keys N                customer managed keys, default ${DEFAULT_WORKLOAD.keys}
  --all-metrics           with alarms.allMetrics
  --no-alarms             without alarms
`

const OPTIONS = {
  calls: { type: 'string' }, accounts: { type: 'string' }, regions: { type: 'string' }, models: { type: 'string' }, callers: { type: 'string' },
  'run-minutes': { type: 'string' }, 'delivery-seconds': { type: 'string' }, 'log-days': { type: 'string' }, 'event-months': { type: 'string' },
  keys: { type: 'string' }, 'all-metrics': { type: 'boolean' }, 'no-alarms': { type: 'boolean' },
} as const

type Values = { readonly [K in keyof typeof OPTIONS]?: (typeof OPTIONS)[K]['type'] extends 'string' ? string | undefined : boolean | undefined }

export const costModelCommand: Command<typeof OPTIONS> = {
  name: 'npm run cost-model --',
  synopsis: '[--calls N] [--accounts N] [--regions N] [--models N] [--callers N] …',
  help: HELP,
  options: OPTIONS,
  async run(values) {
    const workload = workloadOf(values)
    process.stdout.write(costModelText(workload, bill(workload, MEASURED_UNITS)))
  },
}

function workloadOf(values: Values): Workload {
  const whole = (name: keyof typeof OPTIONS, fallback: number, min = 1) => {
    const value = values[name]
    return typeof value === 'string' ? integerOption(name, value, min) : fallback
  }
  return {
    calls: whole('calls', DEFAULT_WORKLOAD.calls),
    accounts: whole('accounts', DEFAULT_WORKLOAD.accounts),
    regions: whole('regions', DEFAULT_WORKLOAD.regions),
    models: whole('models', DEFAULT_WORKLOAD.models),
    callers: whole('callers', DEFAULT_WORKLOAD.callers),
    runMinutes: whole('run-minutes', DEFAULT_WORKLOAD.runMinutes),
    deliverySeconds: whole('delivery-seconds', DEFAULT_WORKLOAD.deliverySeconds),
    logDays: whole('log-days', DEFAULT_WORKLOAD.logDays),
    eventMonths: whole('event-months', DEFAULT_WORKLOAD.eventMonths),
    keys: whole('keys', DEFAULT_WORKLOAD.keys, 0),
    alarms: values['no-alarms'] !== true,
    allMetrics: values['all-metrics'] === true,
  }
}

/** Lines, their sums, and what each million calls comes to. */
export function costModelText(workload: Workload, { lines, total, standing, lessAllowances, rawLogs }: Bill): string {
  const perMillion = (usd: bigint) => (usd * 1_000_000n) / BigInt(workload.calls)
  const perEvent = perEventLines(workload)
  const sums: [string, bigint][] = [
    ['Total', total],
    ['  of it without any call', standing],
    ['Total, less what AWS gives each month for nothing', lessAllowances],
    ['Raw logs, apart', sumOf(rawLogs)],
    ['An item per dimension that every call is added to: DynamoDB alone', sumOf(perEvent)],
  ]
  return [
    `List prices of ${LIST_PRICES_REGION}, ${LIST_PRICES_DATE}; units measured on ${MEASURED_UNITS.measuredOn}; USD a month.\n`,
    textTable(['Part', 'What', 'Units', 'of', 'USD', 'Price known'], [...lines, ...rawLogs, ...perEvent].map(lineCells), [false, false, true, false, true, false]),
    textTable(['', 'a month', 'for 1M calls'], sums.map(([name, usd]) => [name, formatUsdPrecise(usd), formatUsdPrecise(perMillion(usd))]), [false, true, true]),
  ].join('\n')
}

function lineCells({ part, what, price, amount, cost }: BillLine): string[] {
  const { of, confidence } = LIST_PRICES[price]
  return [part, what, Math.ceil(amount).toLocaleString('en-US'), of, formatUsdPrecise(cost), confidence]
}
