import { formatUsd } from '../../domain/money.ts'
import type { ExplainedPrice } from '../../domain/explain-cost.ts'
import type { PricingReport } from '../pricing-report.ts'
import { listCsv, unpricedCsv } from './pipeline-csv.ts'
import type { CsvTable } from './table-csv.ts'

/** The tables of the page about prices as CSV, besides the list of prices itself. */
export function pricingCsv({ unpriced, discounts, held, estimated, audit }: PricingReport): CsvTable[] {
  return [
    unpricedCsv('pricing-unpriced', unpriced),
    listCsv('pricing-held', ['Key', 'Field', 'Before (USD per unit)', 'After (USD per unit)', 'Reason', 'Seen', 'Rejected', 'Rejected by'], () =>
      held.flatMap(({ key, record, before, reason, seenAt, rejected }) =>
        [...new Set([...Object.keys(before ?? {}), ...Object.keys(record.fields)])].sort().map((field) => [
          key, field, decimal(before?.[field]), decimal(record.fields[field]), reason, seenAt, rejected?.at ?? null, rejected?.by ?? null,
        ]))),
    listCsv('pricing-discounts', ['Discount', 'Account', 'Provider', 'Model', 'Factor', 'From', 'Until', 'Why', 'By'], () =>
      discounts.map(({ id, applies, factor, effectiveFrom, effectiveTo, reason, by }) => [
        id, applies.account, applies.provider, applies.model, { decimal: factor }, effectiveFrom, effectiveTo, reason, by,
      ])),
    listCsv('pricing-estimated', ['Model', 'Scope', 'Tier', 'Why', 'Estimated calls', 'Cost (USD)'], () =>
      estimated.map(({ model, modelScope, serviceTier, flags, estimatedCalls, cost }) => [
        model, modelScope, serviceTier, flags.join(', '), estimatedCalls, { decimal: formatUsd(cost) },
      ])),
    ...(audit === null ? [] : [listCsv('pricing-audit', ['When', 'Who', 'Via', 'What', 'Of', 'Before', 'After', 'Why'], () =>
      audit.map(({ at, by, via, action, subject, before, after, reason }) => [at, by, via, action, subject, before, after, reason]))]),
  ]
}

const EXPLAIN_HEADING = [
  'Model', 'Scope', 'Tier', 'Latency', 'State', 'Price key', 'Component', 'Amount', 'Unit price (USD)', 'Cost (USD)', 'Flags',
]

/** What costs are made of, line by line. */
export function explainCsv(prices: readonly ExplainedPrice[]): CsvTable {
  return listCsv('explain', EXPLAIN_HEADING, () =>
    prices.flatMap(({ model, modelScope, serviceTier, latencyMode, status, priceKey, flags, lines }) =>
      lines.map(({ component, amount, unitPrice, cost, flag }) => [
        model, modelScope, serviceTier, latencyMode, status, priceKey, component, amount,
        unitPrice === null ? null : { decimal: formatUsd(unitPrice) }, { decimal: formatUsd(cost) }, [...flags, ...(flag === null ? [] : [flag])].join(', '),
      ])))
}

function decimal(text: string | undefined): { decimal: string } | null {
  return text === undefined ? null : { decimal: text }
}
