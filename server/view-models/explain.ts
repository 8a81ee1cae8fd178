import type { ExplainedPrice, ExplainedStatus } from '../../domain/explain-cost.ts'
import { isEstimate } from '../../domain/resolve-price.ts'
import type { ExplainReport } from '../explain-report.ts'
import { ANY_ERROR, EXPLAIN_PATH, explainParameters, type ExplainState } from '../explain-state.ts'
import { invocationsHref } from '../invocations-state.ts'
import { pageHref } from '../page-state.ts'
import { callerKindLabels } from './badges.ts'
import { COMPONENT_NAMES } from './component-names.ts'
import { lineView, type LineView } from './explain-lines.ts'
import { exactCount } from './format-count.ts'
import { formatInstant } from './format-time.ts'
import { exactPrice, formatUsdShort } from './format-usd.ts'
import { modelNames } from './model-names.ts'
import { plural } from './plural.ts'
import { flagText, reasonText } from './price-texts.ts'
import { explainCsv } from './pricing-csv.ts'
import type { PageView } from './shell.ts'
import type { StateBadge } from './state-badge.ts'
import type { CsvTable } from './table-csv.ts'

export interface ExplainView extends PageView {
  readonly csv: CsvTable
  readonly explain: {
    readonly cost: string
    readonly exact: string
    readonly subtitle: string
    /** What it is narrowed down to, besides filters: `Component: Output`. */
    readonly narrowing: readonly string[]
    readonly href: string
    /** The calls that cost it; null where whoever asks may only see their own. */
    readonly callsHref: string | null
    readonly notes: readonly Remark[]
    readonly prices: readonly PriceView[]
    /** Prices that are too many to be listed, as one line; null where all are. */
    readonly rest: { readonly label: string; readonly cost: string } | null
    readonly unexplained: string | null
  }
}

interface Remark {
  readonly text: string
  readonly tone: 'warn' | 'quiet'
}

interface PriceView {
  readonly name: string
  readonly title: string
  readonly badges: readonly string[]
  readonly state: StateBadge
  readonly cost: string
  readonly calls: string
  readonly lines: readonly LineView[]
  readonly facts: readonly { readonly label: string; readonly value: string }[]
  readonly remarks: readonly Remark[]
}

const MAX_PRICES = 40

export function explainView(state: ExplainState, report: ExplainReport): ExplainView {
  const names = modelNames(report.prices.map(({ model }) => model))
  const rest = report.prices.length <= MAX_PRICES + 1 ? [] : report.prices.slice(MAX_PRICES)
  const listed = report.prices.slice(0, report.prices.length - rest.length)
  return {
    isEmpty: report.calls === 0,
    csv: explainCsv(report.prices),
    explain: {
      cost: formatUsdShort(report.cost),
      exact: exactPrice(report.cost),
      subtitle: `${plural(report.calls, 'call')}, ${plural(report.prices.length, 'price')}`,
      narrowing: narrowingOf(state),
      href: pageHref(state.explainPath ?? EXPLAIN_PATH, state, explainParameters(state)),
      callsHref: state.explainPath === undefined ? invocationsHref(state, state) : null,
      notes: notesOf(report),
      prices: listed.map((price) => priceView(price, names)),
      rest: rest.length === 0 ? null
        : { label: `${plural(rest.length, 'more price')}: filter by model or caller to see them`, cost: exactPrice(costOf(rest)) },
      unexplained: report.unexplained === 0n ? null : exactPrice(report.unexplained),
    },
  }
}

function narrowingOf({ component, scope, tier, kind, error }: ExplainState): string[] {
  return [
    ...(component === null ? [] : [`Component: ${COMPONENT_NAMES[component].name}`]),
    ...(scope === null ? [] : [`Scope: ${scope}`]),
    ...(tier === null ? [] : [`Tier: ${tier}`]),
    ...(kind === null ? [] : [`Kind: ${callerKindLabels([kind])}`]),
    ...(error === null ? [] : [error === ANY_ERROR ? 'Failed calls' : `Error: ${error}`]),
  ]
}

function notesOf({ prices, bookVersion, costVersions }: ExplainReport): ExplainView['explain']['notes'] {
  const outdated = prices.filter(({ status }) => status === 'outdated')
  const sum = (key: 'unpricedCalls' | 'partialCalls') => prices.reduce((all, price) => all + price[key], 0)
  const [unpriced, partial] = [sum('unpricedCalls'), sum('partialCalls')]
  const others = costVersions.filter((version) => version !== bookVersion)
  return [
    ...(unpriced === 0 ? [] : [warning(`${plural(unpriced, 'call')} without a known price: their dollars are missing from this sum.`)]),
    ...(partial === 0 ? [] : [warning(`${plural(partial, 'call')} priced in part: what has no price is missing from this sum.`)]),
    ...(outdated.length === 0 ? [] : [warning(
      `${exactPrice(costOf(outdated))} was computed with other prices than those known now, which make it `
      + `${exactPrice(outdated.reduce((all, { costNow }) => all + costNow, 0n))}. It changes once its hours are priced again.`,
    )]),
    ...(others.length === 0 ? [] : [{
      tone: 'quiet' as const,
      text: `Computed with version ${others.map(exactCount).join(', ')} of the price list; it now stands at version ${exactCount(bookVersion)}.`
        + (outdated.length === 0 ? ' The prices used here are the same in both.' : ''),
    }]),
  ]
}

function warning(text: string): Remark {
  return { text, tone: 'warn' }
}

const STATES: Readonly<Record<ExplainedStatus, StateBadge>> = {
  priced: { label: 'priced', tone: 'good', title: 'Every component has a listed price' },
  estimated: { label: 'estimated', tone: 'warn', title: 'A price was inferred, derived or assumed' },
  partial: { label: 'partial', tone: 'warn', title: 'Something that was consumed has no price' },
  unpriced: { label: 'unpriced', tone: 'bad', title: 'No price is known: missing from the sum' },
  not_token_billed: { label: 'not billed by token', tone: 'quiet', title: 'Billed otherwise than by token' },
  not_billed: { label: 'not billed', tone: 'quiet', title: 'AWS does not bill these calls' },
  outdated: { label: 'other prices', tone: 'warn', title: 'Computed with other prices than those known now' },
}

function priceView(price: ExplainedPrice, names: ReadonlyMap<string, string>): PriceView {
  const { model, modelScope, serviceTier, latencyMode, status, lines, cost } = price
  return {
    name: names.get(model) ?? model,
    title: model,
    badges: [modelScope, serviceTier, latencyMode === 'standard' ? 'standard' : `latency ${latencyMode}`].filter((badge) => badge !== 'standard'),
    state: STATES[status],
    cost: exactPrice(cost),
    calls: callsOf(price),
    lines: lines.map((line) => lineView(line, status === 'outdated')),
    facts: factsOf(price),
    remarks: remarksOf(price),
  }
}

/** `158 calls, 57 of them estimated` */
function callsOf({ calls, unpricedCalls, partialCalls, estimatedCalls }: ExplainedPrice): string {
  const parts = [[unpricedCalls, 'unpriced'], [partialCalls, 'priced in part'], [estimatedCalls, 'estimated']] as const
  const some = parts.filter(([part]) => part > 0 && part < calls).map(([part, what]) => `, ${exactCount(part)} of them ${what}`)
  return plural(calls, 'call') + some.join('')
}

function factsOf({ priceKey, record, longContext, regions }: ExplainedPrice): PriceView['facts'] {
  const facts: [label: string, value: string | null | undefined][] = [
    ['Price key', priceKey],
    ['In force since', record && `${record.leftCensored === true ? 'before ' : ''}${formatInstant(record.effectiveFrom)}`],
    ['Source', record?.source],
    ['Note', record?.note],
    ['Long context', longContext === null ? null : `prices ${longContext.replaceAll('_', ' ')}`],
    ['Called from', [...regions].sort().join(', ')],
  ]
  return facts.flatMap(([label, value]) => (value === null || value === undefined || value === '' ? [] : [{ label, value }]))
}

function remarksOf({ reason, flags, status, costNow, cost }: ExplainedPrice): PriceView['remarks'] {
  return [
    ...(reason === null ? [] : [remark(sentence(reasonText(reason)), status === 'unpriced' || status === 'partial')]),
    ...flags.map((flag) => remark(`${flagText(flag)}.`, isEstimate(flag))),
    ...(status === 'outdated' && costNow !== cost ? [warning(`The prices known now make it ${exactPrice(costNow)}.`)] : []),
  ]
}

function remark(text: string, isWarning: boolean): Remark {
  return { text, tone: isWarning ? 'warn' : 'quiet' }
}

function sentence(text: string): string {
  return `${text.charAt(0).toUpperCase()}${text.slice(1)}.`
}

function costOf(prices: readonly ExplainedPrice[]): bigint {
  return prices.reduce((all, { cost }) => all + cost, 0n)
}
