import { formatUsd } from '../../domain/money.ts'
import { isTokenUnit } from '../../domain/price-fields.ts'
import type { PriceAnswer, PriceQuestion } from '../../domain/resolve-price.ts'
import { reasonText } from '../view-models/price-texts.ts'
import { textTable } from './text-table.ts'

/** What a price is made of, in lines of text for a terminal. */
export function explainPrice(question: PriceQuestion, answer: PriceAnswer): string {
  const facts: [string, string][] = [
    ['cost', answer.cost === null ? 'unknown' : `$${formatUsd(answer.cost)}`],
    ['status', answer.status],
    ['model', `${question.modelId} (${question.modelScope})`],
  ]
  if (answer.reason !== null) facts.push(['reason', `${answer.reason}: ${reasonText(answer.reason)}`])
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

function unitTable(question: PriceQuestion, answer: PriceAnswer): string {
  const rows = [...answer.unit].map(([unit, price]) => [
    unit,
    question.amounts.has(unit) ? String(question.amounts.get(unit)) : '1',
    isTokenUnit(unit) ? `${formatUsd(price * 1_000_000n)} per 1M` : `${formatUsd(price)} each`,
    formatUsd(answer.costs.get(unit) ?? 0n),
  ])
  return textTable(['unit', 'amount', 'USD', 'cost USD'], rows, [false, true, true, true])
}
