import { formatUsd } from '../../domain/money.ts'
import { isTokenUnit } from '../../domain/price-fields.ts'
import type { PriceAnswer, PriceQuestion } from '../../domain/resolve-price.ts'
import { textTable } from './text-table.ts'

const REASONS: Readonly<Record<string, string>> = {
  failed_invocation: 'the call failed without output, which AWS does not bill',
  provisioned_throughput: 'provisioned throughput is billed by the hour',
  reserved_capacity: 'reserved capacity is billed by the month',
  imported_model_cmu: 'imported models are billed by custom model units and minutes',
  marketplace_endpoint: 'Marketplace endpoints are billed by the instance hour',
  unknown_model: 'no price is known for this model',
  zero_price_entry: 'the price list names the model at $0, which means unknown',
  before_first_price: 'the call is too long before the first known price',
  application_profile_unresolved: 'the model behind the application inference profile is not known',
  custom_model: 'the base model of the custom model is not known',
  prompt_router_unresolved: 'the log does not say which model the router called',
  prompt_unresolved: 'the model behind the managed prompt is not known',
  missing_model_id: 'the log names no model',
}

/** What a price is made of, in lines of text for a terminal. */
export function explainPrice(question: PriceQuestion, answer: PriceAnswer): string {
  const facts: [string, string][] = [
    ['cost', answer.cost === null ? 'unknown' : `$${formatUsd(answer.cost)}`],
    ['status', answer.status],
    ['model', `${question.modelId} (${question.modelScope})`],
  ]
  if (answer.reason !== null) facts.push(['reason', reasonText(answer.reason)])
  if (answer.priceKey !== null) facts.push(['price key', answer.priceKey])
  if (answer.record !== null) {
    facts.push(['in force since', answer.record.effectiveFrom])
    if (answer.record.source !== undefined) facts.push(['source', answer.record.source])
    if (answer.record.note !== undefined) facts.push(['note', answer.record.note])
  }
  if (answer.longContext !== null) facts.push(['long context', answer.longContext])
  if (answer.flags.length > 0) facts.push(['flags', answer.flags.join(', ')])
  const lines = facts.map(([name, value]) => `${name.padEnd(16)}${value}`)
  const table = answer.unit.size === 0 ? '' : `\n${unitTable(question, answer)}`
  return `${lines.join('\n')}\n${table}`
}

function reasonText(reason: string): string {
  const [name = '', units = ''] = reason.split(':')
  if (name === 'no_unit_price') return `${reason}: no amount or no price for ${units.split(',').join(' and ')}`
  return name in REASONS ? `${reason}: ${REASONS[name]}` : reason
}

function unitTable(question: PriceQuestion, answer: PriceAnswer): string {
  const rows = [...answer.unit].map(([unit, price]) => [
    unit,
    question.amounts.has(unit) ? String(question.amounts.get(unit)) : '1',
    isTokenUnit(unit) ? `${formatUsd(price * 1_000_000n)} per 1M` : `${formatUsd(price)} each`,
    formatUsd(answer.costs.get(unit) ?? 0n),
  ])
  return textTable(['unit', 'amount', 'USD', 'cost USD'], rows, [false, true, true, true])
}
