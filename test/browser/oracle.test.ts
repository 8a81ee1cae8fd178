import { mkdir } from 'node:fs/promises'
import { join } from 'node:path'
import type { Page } from 'playwright-core'
import t, { type Test } from 'tap'
import { directoryLogObjects } from '../../adapters/directory.ts'
import { openLocal } from '../../adapters/open-ports.ts'
import { DEFAULT_ATTRIBUTION } from '../../domain/attribution.ts'
import { recordsFromLiteLlm } from '../../domain/litellm.ts'
import { runPipeline } from '../../server/embedded.ts'
import { appOf } from '../fixtures/app.ts'
import { browserOn, SKIP_BROWSER } from '../fixtures/browser.ts'
import { RAW_PRICES, writeRawCalls } from '../fixtures/raw-calls.ts'

/** What the pages are held against: the log lines, counted one by one by nothing but this file. */
interface Count {
  calls: number
  errors: number
  unpriced: number
  input: number
  output: number
  read: number
  write: number
  timed: number
  cost: bigint
}

interface Line {
  readonly timestamp: string
  readonly requestId: string
  readonly modelId: string
  readonly accountId: string
  readonly region: string
  readonly errorCode?: string
  readonly identity: { readonly arn: string }
  readonly input?: {
    readonly inputTokenCount: number
    readonly cacheReadInputTokenCount: number
    readonly cacheWriteInputTokenCount: number
  }
  readonly output?: { readonly outputTokenCount: number }
}

/** Units of 10⁻¹⁸ USD per token: input, output, cache read, cache write. */
const PRICES: Readonly<Record<string, readonly [bigint, bigint, bigint, bigint]>> = {
  'anthropic.claude-sonnet-4-6': [3_000_000_000_000n, 15_000_000_000_000n, 300_000_000_000n, 3_750_000_000_000n],
  'amazon.nova-pro-v1:0': [800_000_000_000n, 3_200_000_000_000n, 0n, 0n],
}

function linesOf(texts: readonly string[]): Line[] {
  const byId = new Map<string, Line>()
  for (const text of texts) {
    if (!text.startsWith('{')) continue
    const line = JSON.parse(text) as Line
    byId.set(line.requestId, line)
  }
  return [...byId.values()]
}

function countOf(lines: readonly Line[]): Count {
  const sum: Count = { calls: 0, errors: 0, unpriced: 0, input: 0, output: 0, read: 0, write: 0, timed: 0, cost: 0n }
  for (const { modelId, errorCode, input, output } of lines) {
    sum.calls += 1
    if (errorCode !== undefined) sum.errors += 1
    if (input === undefined || output === undefined) continue
    const { inputTokenCount, cacheReadInputTokenCount, cacheWriteInputTokenCount } = input
    const tokens = [inputTokenCount, output.outputTokenCount, cacheReadInputTokenCount, cacheWriteInputTokenCount] as const
    sum.input += tokens[0]
    sum.output += tokens[1]
    sum.read += tokens[2]
    sum.write += tokens[3]
    sum.timed += 1
    const prices = PRICES[modelId]
    if (prices === undefined) sum.unpriced += 1
    else tokens.forEach((amount, index) => { sum.cost += BigInt(amount) * (prices[index] ?? 0n) })
  }
  return sum
}

function countsBy(lines: readonly Line[], keyOf: (line: Line) => string): Map<string, Count> {
  return new Map([...new Set(lines.map(keyOf))].sort().map((key) => [key, countOf(lines.filter((line) => keyOf(line) === key))]))
}

const modelOf = ({ modelId }: Line) => modelId
const callerOf = ({ identity }: Line) => identity.arn.split('/')[1] ?? ''
const sourceOf = ({ accountId, region }: Line) => `${accountId} ${region}`
const dayIn = (timeZone: string) => {
  const format = new Intl.DateTimeFormat('en-CA', { timeZone, year: 'numeric', month: '2-digit', day: '2-digit' })
  return ({ timestamp }: Line) => format.format(new Date(timestamp))
}

/** `$8.4135`, every digit there is. */
function dollars(units: bigint): string {
  const text = units.toString().padStart(19, '0')
  return `$${text.slice(0, -18)}.${text.slice(-18)}`.replace(/\.?0+$/, '')
}

/** `$8.41` */
function cents(units: bigint): string {
  if (units === 0n) return '$0.00'
  return units < 10n ** 16n ? '<$0.01' : `$${(Number((units + 5n * 10n ** 15n) / 10n ** 16n) / 100).toFixed(2)}`
}

const digits = (count: number) => String(count).replace(/\B(?=(?:\d{3})+$)/g, ',')
const tokens = ({ input, output, read, write }: Count) => input + output + read + write

/** Title and text of every number of a table's row, by row and heading; the row of totals is called `Total`. */
type Rows = Record<string, Record<string, { readonly title: string; readonly text: string }>>

function rowsOf(page: Page, table: string): Promise<Rows> {
  return page.evaluate<Rows>(`(() => {
    const table = document.querySelector(${JSON.stringify(table)})
    const headings = [...table.tHead.rows[0].cells].map((cell) => cell.textContent.replace(/[↑↓]/, '').trim())
    const name = ([first]) => (first.title || first.querySelector('[title]')?.title || first.textContent.trim()).split(': ')[0]
    return Object.fromEntries([...table.querySelectorAll('tbody tr, tfoot tr')].map(({ cells }) => [name(cells),
      Object.fromEntries([...cells].slice(1).map((cell, index) => [headings[index + 1], { title: cell.title, text: cell.textContent.trim() }]))]))
  })()`)
}

/** Titles of the cards by label, without what they explain. */
function cardsOf(page: Page): Promise<Record<string, string>> {
  return page.evaluate<Record<string, string>>(`Object.fromEntries([...document.querySelectorAll('#main .card:not(.month)')]
    .map((card) => [card.querySelector('h2').textContent, card.querySelector('.value').title]))`)
}

function sameCost(t: Test, cell: Rows[string][string] | undefined, { cost, unpriced, calls }: Count, what: string): void {
  const isUnknown = cost === 0n && unpriced > 0
  t.equal(cell?.text.replace(/^[≥≈] /, ''), isUnknown ? 'unpriced' : cents(cost), `${what}: cost`)
  t.equal(cell?.title.split(/, |\. /)[0], isUnknown ? `${digits(unpriced)} of ${digits(calls)} calls have no known price` : dollars(cost), `${what}: exact cost`)
}

/** The rows of a table, and their total, against what the lines add up to. */
async function sameTable(t: Test, page: Page, table: string, wanted: ReadonlyMap<string, Count>, total: Count): Promise<void> {
  const rows = await rowsOf(page, table)
  t.strictSame(Object.keys(rows).sort(), [...wanted.keys(), 'Total'].sort(), `${table}: rows`)
  for (const [key, count] of [...wanted, ['Total', total] as const]) {
    const row = rows[key] ?? {}
    sameCost(t, row['Cost'], count, `${table} ${key}`)
    t.equal(row['Calls']?.title, digits(count.calls), `${table} ${key}: calls`)
    t.equal(row['Tokens']?.title, digits(tokens(count)), `${table} ${key}: tokens`)
    t.equal(row['Errors']?.title, `${digits(count.errors)} of ${digits(count.calls)} calls`, `${table} ${key}: errors`)
  }
}

/** All pages of a stretch of time against its lines. */
async function samePages(t: Test, page: Page, query: string, lines: readonly Line[]): Promise<void> {
  const total = countOf(lines)
  const [byModel, byCaller] = [countsBy(lines, modelOf), countsBy(lines, callerOf)]
  await page.goto(`/?${query}`)
  const cards = await cardsOf(page)
  t.equal(cards['Cost'], dollars(total.cost), 'card: cost')
  t.equal(cards['Invocations'], `${digits(total.calls)} calls, failed ones included`, 'card: calls')
  t.match(cards['Input tokens'], `${digits(total.input)} tokens.`, 'card: input')
  t.match(cards['Output tokens'], `${digits(total.output)} tokens.`, 'card: output')
  t.equal(cards['Cache tokens'], `${digits(total.read)} tokens read, ${digits(total.write)} written for 5 minutes, 0 for an hour`, 'card: cache')
  t.match(cards['Median latency'], `over the ${digits(total.timed)} calls`, 'card: latency')
  t.equal(cards['Error rate'], `${digits(total.errors)} of ${digits(total.calls)} calls`, 'card: errors')
  await sameTable(t, page, '#by-model table', byModel, total)
  await sameTable(t, page, '#by-caller table', byCaller, total)
  await page.goto(`/models?${query}&show=table`)
  await sameTable(t, page, '#dimension-table table', byModel, total)
  await page.goto(`/callers?${query}&show=table`)
  await sameTable(t, page, '#dimension-table table', byCaller, total)
  await page.goto(`/accounts?${query}`)
  await sameTable(t, page, '#accounts-table table', countsBy(lines, sourceOf), total)
  await page.goto(`/errors?${query}`)
  t.equal((await cardsOf(page))['Error rate'], `${digits(total.errors)} of ${digits(total.calls)} calls`, 'errors')
  const codes = await rowsOf(page, '#errors-codes table')
  const failed = countsBy(lines.filter(({ errorCode }) => errorCode !== undefined), ({ errorCode = '' }) => errorCode)
  for (const [code, { calls }] of failed) t.equal(codes[code]?.['Failed calls']?.title, digits(calls), code)
  await page.goto(`/performance?${query}`)
  const speeds = await rowsOf(page, '#performance-models table')
  for (const [model, { calls }] of [...byModel, ['Total', total] as const]) t.equal(speeds[model]?.['Calls']?.title, digits(calls), `speed ${model}`)
}

/** The night in which New York's clocks go forward: its 8 March has 23 hours. */
const FROM = '2026-03-07T22:00:00Z'
const TO = '2026-03-09T10:00:00Z'

t.test('pages against the log lines, counted one by one', { skip: SKIP_BROWSER, timeout: 180_000 }, async (t) => {
  const folder = t.testdir()
  const logs = join(folder, 'logs')
  await mkdir(logs)
  const lines = linesOf(await writeRawCalls(logs, Date.parse(FROM), Date.parse(TO)))
  const clock = () => new Date('2026-03-10T12:00:00Z')
  const ports = await openLocal(join(folder, 'data'), { mode: 'write' })
  t.teardown(() => ports.close())
  await ports.prices.replaceAll(recordsFromLiteLlm(RAW_PRICES, { effectiveFrom: '2026-01-01T00:00:00Z', recordedAt: '2026-01-01T00:00:00Z' }))
  await runPipeline(ports, directoryLogObjects(logs), { policy: DEFAULT_ATTRIBUTION, clock })
  const app = await appOf(ports.usage, { prices: ports.prices, quarantine: ports.quarantine, clock, storeTimeoutMs: 60_000 })
  const { inPage } = await browserOn(t, app)

  await t.test('all of it in UTC, where there is something of everything to count', inPage(async (t, page) => {
    const { errors, unpriced, read, write, cost } = countOf(lines)
    t.ok([errors, unpriced, read, write].every((count) => count > 0) && cost > 0n)
    await samePages(t, page, `from=${FROM}&to=${TO}&tz=UTC`, lines)
  }))

  for (const timeZone of ['UTC', 'America/New_York']) {
    const days = ['2026-03-07', '2026-03-08', '2026-03-09', '2026-03-10']
    const dayOf = dayIn(timeZone)
    await t.test(`day by day in ${timeZone}`, inPage(async (t, page) => {
      for (const [index, day] of days.slice(0, -1).entries()) {
        await samePages(t, page, `from=${day}&to=${days[index + 1]}&tz=${timeZone}`, lines.filter((line) => dayOf(line) === day))
      }
    }))

    await t.test(`a row for each day in ${timeZone}`, inPage(async (t, page) => {
      await page.goto(`/?from=2026-03-07&to=2026-03-10&tz=${timeZone}&granularity=day`)
      const cells = Object.values(await rowsOf(page, '#trend .chart-data table')).map((row) => row['Total'])
      const sums = [...countsBy(lines, dayOf).values(), countOf(lines)]
      t.strictSame(cells.map((cell) => cell?.title), sums.map(({ cost }) => dollars(cost)))
      t.strictSame(cells.map((cell) => cell?.text), sums.map(({ cost }) => cents(cost)))
    }))
  }
})
