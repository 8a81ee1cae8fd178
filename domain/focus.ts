import type { CostComponent, Measures } from './cell.ts'
import { nextDay, nextMonth } from './calendar.ts'
import type { FocusColumn } from './focus-columns.ts'
import type { GroupKey } from './group-keys.ts'
import { formatUsd } from './money.ts'
import type { Report, ReportRow } from './report.ts'

/**
 * Rows as the FinOps Open Cost and Usage Specification 1.2 wants them, by UTC day, account, region, model, scope, tier, tags and
 * kind of token. What an invocation log cannot tell is filled so:
 * - BilledCost, EffectiveCost and ContractedCost are the cost at list price times the discounts known here: credits, taxes and
 *   what the invoice rounds are not in it. ListCost leaves the discounts out.
 * - BillingAccountId is the account that called: which account pays the bill, the log does not say.
 * - SkuId and SkuPriceId are names of ours, stable, but not those of the provider. InvoiceId and ChargeClass are null.
 * Costs are exact decimals.
 */
export type FocusRow = Readonly<Record<FocusColumn, string | number | boolean | null>>

const KEYS = ['day', 'account', 'region', 'model', 'modelScope', 'serviceTier'] as const satisfies GroupKey[]

/** What the report has to be grouped by. */
export function focusKeys(tags: readonly string[]): GroupKey[] {
  return [...KEYS, ...tags.map((tag): GroupKey => `tag:${tag}`)]
}

export interface FocusOptions {
  readonly tags: readonly string[]
  readonly accountNames: ReadonlyMap<string, string>
}

/**
 * A row for each kind of token that was consumed or cost something: their costs add up to those of the report. `atListPrice` is
 * the same usage without discounts, or the same report where there are none.
 */
export function focusRows(report: Report, atListPrice: Report, options: FocusOptions): FocusRow[] {
  const listed = new Map(atListPrice.rows.map((row) => [idOf(row, options.tags), row.measures]))
  return report.rows.flatMap((row) => KINDS.flatMap((kind): FocusRow[] => {
    const cost = row.measures.cost[kind.component]
    const amount = kind.amount(row)
    if (amount === 0 && cost === 0n) return []
    return [focusRow(row, kind, amount, listed.get(idOf(row, options.tags))?.cost[kind.component] ?? cost, options)]
  }))
}

interface Kind {
  readonly component: CostComponent
  readonly meter: string
  readonly unit: 'Tokens' | 'Images' | 'Queries'
  readonly amount: (row: ReportRow) => number
}

const tokens = (component: CostComponent, meter: string, amount: (measures: Measures) => number): Kind =>
  ({ component, meter, unit: 'Tokens', amount: ({ measures }) => amount(measures) })

const KINDS: readonly Kind[] = [
  tokens('input', 'Input Tokens', (measures) => measures.inputTokens),
  tokens('output', 'Output Tokens', (measures) => measures.outputTokens),
  tokens('cacheRead', 'Cache Read Tokens', (measures) => measures.cacheReadTokens),
  tokens('cacheWrite5m', 'Cache Write Tokens, 5 Minutes', (measures) => measures.cacheWrite5mTokens),
  tokens('cacheWrite1h', 'Cache Write Tokens, 1 Hour', (measures) => measures.cacheWrite1hTokens),
  { component: 'images', meter: 'Images', unit: 'Images', amount: ({ measures }) => measures.images },
  // The log does not count them: each call that did not fail is taken for one.
  {
    component: 'queries', meter: 'Queries', unit: 'Queries',
    amount: ({ errors, measures }) => (measures.cost.queries === 0n ? 0 : measures.calls - errors),
  },
]

function focusRow(
  { keys, measures }: ReportRow, kind: Kind, amount: number, listCost: bigint, { tags, accountNames }: FocusOptions,
): FocusRow {
  const { day = '', account = '', region = '', model = '', modelScope = '', serviceTier = '' } = keys
  const cost = formatUsd(measures.cost[kind.component])
  const month = day.slice(0, 7)
  const name = accountNames.get(account) ?? null
  const tagged = tags.flatMap((tag) => (keys[`tag:${tag}`] ? [[tag, keys[`tag:${tag}`]]] : []))
  return {
    BilledCost: cost, BillingAccountId: account, BillingAccountName: name, BillingAccountType: 'Account', BillingCurrency: 'USD',
    BillingPeriodEnd: startOf(`${nextMonth(month)}-01`), BillingPeriodStart: startOf(`${month}-01`),
    ChargeCategory: 'Usage', ChargeClass: null, ChargeDescription: `${kind.meter} of ${model}, ${modelScope}, ${serviceTier}`,
    ChargeFrequency: 'Usage-Based', ChargePeriodEnd: startOf(nextDay(day)), ChargePeriodStart: startOf(day),
    ConsumedQuantity: amount, ConsumedUnit: kind.unit, ContractedCost: cost, EffectiveCost: cost, InvoiceId: null, InvoiceIssuerName: 'AWS',
    ListCost: formatUsd(listCost), PricingCategory: 'Standard', PricingQuantity: amount, PricingUnit: kind.unit,
    ProviderName: 'AWS', PublisherName: 'AWS', RegionId: region, RegionName: region,
    ServiceCategory: 'AI and Machine Learning', ServiceName: 'Amazon Bedrock', ServiceSubcategory: 'Generative AI',
    SkuId: `${model}/${kind.component}`, SkuMeter: kind.meter, SkuPriceId: `${model}/${modelScope}/${serviceTier}/${kind.component}`,
    SubAccountId: account, SubAccountName: name, SubAccountType: 'Account',
    Tags: tagged.length === 0 ? null : JSON.stringify(Object.fromEntries(tagged)),
    x_Model: model, x_ModelScope: modelScope, x_ServiceTier: serviceTier, x_TokenKind: kind.component,
    x_CostIsComplete: measures.unpricedCalls + measures.partialCalls === 0,
  }
}

function idOf({ keys }: ReportRow, tags: readonly string[]): string {
  return JSON.stringify(focusKeys(tags).map((key) => keys[key] ?? ''))
}

function startOf(day: string): string {
  return `${day}T00:00:00Z`
}
