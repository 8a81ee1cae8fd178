import type { DraftFields } from '../../domain/draft-fields.ts'
import { inForceAt, standingRecords } from '../../domain/correct-price.ts'
import { fullHour } from '../../domain/full-hour.ts'
import { listedPrice, longThresholdK, PRICE_COMPONENTS } from '../../domain/price-components.ts'
import { NO_PRICE } from '../../domain/price-draft.ts'
import type { StoredPrices } from '../../domain/price-ports.ts'
import type { PriceRecord } from '../../domain/price-record.ts'
import { PRICE_FORM_PATH, priceKeyHref } from '../pricing-links.ts'
import { PRICING_PATH } from '../pricing-state.ts'
import { errorsView, fieldMaker, fieldText, type EditFormInput, type EditFormView, type FieldGroup } from './edit-form.ts'
import { componentLabel, componentUnit } from './pricing-components.ts'

const TEXTS: ReadonlyMap<string, { readonly title: string; readonly lead: string }> = new Map(Object.entries({
  add: { title: 'Add a price', lead: 'It holds from an instant on, until the next price of its key does.' },
  correct: { title: 'Correct a price', lead: 'All prices of the interval are voided and replaced by this one. Nothing outside of it changes, and nothing is deleted.' },
  void: { title: 'Void a price', lead: 'The price stays on record but no longer holds: the one before it takes its place.' },
}))
const HOUR_HINT = 'UTC, on the full hour: 2026-07-18 or 2026-07-18T05:00. The past is allowed.'
const MAIN = ['input', 'output', 'cacheRead', 'cacheWrite5m', 'cacheWrite1h']

export function priceFormView(input: EditFormInput): EditFormView {
  const { fields, errors, conflict, requestId } = input
  const action = fieldText(fields, 'action')
  const groups = action === 'void' ? voidGroups(input) : priceGroups(input, action)
  const texts = TEXTS.get(action) ?? { title: 'Change a price', lead: '' }
  const key = fieldText(fields, 'key')
  // Whose price is added may still change: what was seen of it is looked up once it is known.
  const kept = ['action', ...(action === 'add' ? [] : ['seen']), ...(action === 'void' ? ['effectiveFrom', 'recordedAt'] : [])]
  return {
    ...texts, action: PRICE_FORM_PATH, groups, conflict, errors: errorsView(errors, groups),
    hidden: [...kept.map((name) => ({ name, value: fieldText(fields, name) })), { name: 'request', value: requestId }],
    backHref: key === '' || action === 'add' ? PRICING_PATH : priceKeyHref(key),
  }
}

function voidGroups(input: EditFormInput): FieldGroup[] {
  const field = fieldMaker(input)
  return [{
    legend: 'Price', isFolded: false,
    fields: [field('key', 'Price key', { kind: 'fixed' }), field('effectiveFrom', 'In force from', { kind: 'fixed' }), reasonField(field)],
  }]
}

function priceGroups(input: EditFormInput, action: string): FieldGroup[] {
  const field = fieldMaker(input)
  const prices = (names: (name: string, variant: string) => boolean) => PRICE_COMPONENTS.filter(({ name, variant }) => names(name, variant))
    .map((component) => field(component.name, componentLabel(component), { hint: `USD per ${componentUnit(component)}, or ${NO_PRICE}` }))
  const hasLong = fieldText(input.fields, 'longThreshold') !== ''
  return [
    {
      legend: 'Which price, and when', isFolded: false,
      fields: [
        field('key', 'Price key', action === 'correct' ? { kind: 'fixed' } : { hint: 'A model, with its scope: us.anthropic.claude-sonnet-4-6' }),
        field('effectiveFrom', 'In force from', { hint: HOUR_HINT }),
        ...(action === 'add' ? [] : [field('effectiveTo', 'Until', { hint: 'The same, exclusive; empty: for good.' })]),
      ],
    },
    { legend: 'Prices of tokens', isFolded: false, fields: prices((name) => MAIN.includes(name)) },
    { legend: 'Batch calls, media and queries', isFolded: true, fields: prices((name, variant) => !MAIN.includes(name) && variant !== 'long') },
    {
      legend: 'Long context', isFolded: !hasLong,
      fields: [
        field('longThreshold', 'Threshold', { hint: 'Thousands of input tokens, such as 200; empty for none.' }),
        field('longInclusive', 'From the threshold on, not only above it', { kind: 'box' }),
        ...prices((_name, variant) => variant === 'long'),
      ],
    },
    { legend: 'Why', isFolded: false, fields: [reasonField(field)] },
  ]
}

function reasonField(field: ReturnType<typeof fieldMaker>) {
  return field('reason', 'Reason', { kind: 'long', hint: 'For whoever asks later, in 3 to 500 characters.' })
}

/** What the form starts with: what was asked for, and the price that holds then. */
export function priceFormFields(asked: DraftFields, prices: StoredPrices, now: Date): DraftFields {
  const [action, key] = [fieldText(asked, 'action'), fieldText(asked, 'key')]
  const seen = String(prices.revisions.get(key) ?? 0)
  if (action === 'void') return { ...asked, seen }
  const standing = standingRecords(prices.records, key)
  const effectiveFrom = fieldText(asked, 'effectiveFrom')
  const record = inForceAt(standing, fullHour(effectiveFrom) ?? now.toISOString()) ?? standing[0]
  const from = effectiveFrom !== '' || action === 'add' ? effectiveFrom : (record?.effectiveFrom ?? '')
  return { ...pricesOf(record), ...asked, effectiveFrom: fullHourText(from), effectiveTo: fieldText(asked, 'effectiveTo'), seen }
}

/** What holds where the edit would change something, for whoever was too late. */
export function currentPrice(fields: DraftFields, { records }: StoredPrices): Record<string, string> {
  const record = inForceAt(standingRecords(records, fieldText(fields, 'key')), fullHour(fieldText(fields, 'effectiveFrom')) ?? '')
  return record === null ? {} : { ...pricesOf(record), effectiveFrom: fullHourText(record.effectiveFrom) }
}

function pricesOf(record: PriceRecord | null | undefined): Record<string, string> {
  const threshold = record === null || record === undefined ? null : longThresholdK(record)
  return {
    ...Object.fromEntries(PRICE_COMPONENTS.map((component) => [component.name, (record && listedPrice(component, record)) ?? NO_PRICE])),
    longThreshold: threshold === null ? '' : String(threshold),
    ...(record?.thresholdInclusive === true ? { longInclusive: 'yes' } : {}),
  }
}

function fullHourText(instant: string): string {
  return instant.replace(/:00(?:\.0+)?Z$/, '')
}
