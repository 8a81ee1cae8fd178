import { spawnSync } from 'node:child_process'
import { resolve } from 'node:path'
import t from 'tap'
import { bill } from '../../../domain/cost-model/bill.ts'
import { MEASURED_UNITS } from '../../../domain/cost-model/measured-units.ts'
import { DEFAULT_WORKLOAD } from '../../../domain/cost-model/workload.ts'
import { costModelText } from '../../../server/commands/cost-model-command.ts'

const ROOT = resolve(import.meta.dirname, '../../..')

function costModel(...args: string[]) {
  return spawnSync(process.execPath, ['--import=tsx', 'server/commands/cost-model.ts', ...args], { cwd: ROOT, encoding: 'utf8' })
}

const USD = /\$([\d,]+(?:\.\d+)?)/

function usd(line: string): number {
  return Number(USD.exec(line)?.[1]?.replaceAll(',', ''))
}

/** Of the table of lines, those of the named parts. */
function linesOf(text: string, ...parts: string[]): string[] {
  return text.split('\n').filter((line) => parts.some((part) => line.startsWith(`${part}  `)))
}

t.test('--help names every option with its default', async (t) => {
  const { status, stdout } = costModel('--help')
  t.equal(status, 0)
  for (const option of [
    'calls N', 'accounts N', 'regions N', 'models N', 'callers N', 'run-minutes N', 'delivery-seconds N', 'log-days N', 'event-months N', 'keys N',
  ]) t.match(stdout, new RegExp(`--${option} .*default \\d+`), option)
  t.match(stdout, '--all-metrics')
  t.match(stdout, '--no-alarms')
})

t.test('a wrong call is told with what is wanted instead', async (t) => {
  const cases: [args: string[], error: RegExp][] = [
    [['--calls', 'many'], /^error: --calls wants a whole number of at least 1, not "many"\nSee: npm run cost-model -- --help\n$/],
    [['--calls', '0'], /--calls wants a whole number of at least 1, not "0"/],
    [['--run-minutes', '2.5'], /--run-minutes wants a whole number/],
    [['--price', '3'], /Unknown option '--price'[^]*See: npm run cost-model -- --help/],
  ]
  for (const [args, error] of cases) {
    const { status, stdout, stderr } = costModel(...args)
    t.equal(status, 2, args.join(' '))
    t.equal(stdout, '')
    t.match(stderr, error)
  }
})

t.test('options shape the load, and its lines add up to the total that is printed', async (t) => {
  const { status, stdout } = costModel('--calls', '50000000', '--accounts', '4', '--callers', '900', '--no-alarms', '--keys', '2')
  t.equal(status, 0)
  t.match(stdout, /^List prices of \S+, \d{4}-\d{2}; units measured on \d{4}-\d{2}-\d{2}; USD a month\.\n/)
  const lines = linesOf(stdout, 'Parsing logs', 'Delivery', 'Computing', 'Watching')
  t.ok(lines.length > 20)
  const total = usd(stdout.split('\n').find((line) => line.startsWith('Total')) ?? '')
  const sum = lines.reduce((all, line) => all + usd(line), 0)
  t.ok(Math.abs(sum - total) < 0.05, `${sum} is ${total} but for the rounding of lines`)
  t.equal(usd(lines.find((line) => line.includes('  Alarms  ')) ?? ''), 0)
  t.equal(usd(lines.find((line) => line.includes('  Keys  ')) ?? ''), 2)
})

t.test('raw logs and the other design stand beside the total, each for the month and for a million calls', async (t) => {
  const workload = { ...DEFAULT_WORKLOAD, calls: 2_000_000 }
  const text = costModelText(workload, bill(workload, MEASURED_UNITS))
  t.equal(linesOf(text, 'Raw logs').length, 2)
  t.equal(linesOf(text, 'Counters').length, 2)
  t.match(text, /\nAn item per dimension .*DynamoDB alone +\$26\.75 +\$13\.38\n/)
  t.match(text, /\nRaw logs, apart +\$/)
})
