import { addedRecord, correctPrice, inForceAt, standingRecords } from './correct-price.ts'
import { draftReader, shown, type DraftFields, type DraftReader, type FieldError } from './draft-fields.ts'
import { parseUsd } from './money.ts'
import type { PriceAudit } from './price-audit.ts'
import { componentField, listedPrice, perUnit, PRICE_COMPONENTS, type PriceComponent } from './price-components.ts'
import type { PriceEdit } from './price-edit.ts'
import { isTokenUnit } from './price-fields.ts'
import { isIgnoredPriceKey } from './price-key.ts'
import type { StoredPrices } from './price-ports.ts'
import type { PriceRecord } from './price-record.ts'

export const PRICE_ACTIONS = ['add', 'correct', 'void'] as const

/** What is known of an edit besides its fields. */
export interface DraftContext extends Pick<PriceAudit, 'at' | 'by' | 'via' | 'requestId'> {
  readonly prices: StoredPrices
}

/** `isConflict`: nothing is wrong with the fields themselves, but with what others have done since they were shown. */
export type Draft =
  | { readonly ok: true; readonly edit: PriceEdit }
  | { readonly ok: false; readonly errors: readonly FieldError[]; readonly isConflict?: boolean }

/** Prices of components, as in PRICE_COMPONENTS, besides these. */
export const PRICE_DRAFT_FIELDS: readonly string[] = [
  'action', 'key', 'effectiveFrom', 'effectiveTo', 'recordedAt', 'reason', 'seen', 'longThreshold', 'longInclusive',
  ...PRICE_COMPONENTS.map(({ name }) => name),
]

const KEY = /^[A-Za-z0-9][\w.:/-]{1,199}$/
const PRICE = /^(?:0|[1-9]\d{0,4})(?:\.\d{1,9})?$/
const THRESHOLD = /^[1-9]\d{0,4}$/
/** How to say that a component has no price. */
export const NO_PRICE = 'none'

/**
 * The edit that fields ask for, or everything that is wrong with them.
 *
 * `add` starts a price that holds until the key's next one, `correct` replaces all prices of an interval (`effectiveTo` empty:
 * for good), `void` takes one record (`effectiveFrom`, `recordedAt`) away. Prices are decimals in USD per million tokens, or
 * per unit of anything else, or `none`. A component may be left out where it has had no price so far; never `input` and `output`.
 */
export function draftPrice(fields: DraftFields, context: DraftContext): Draft {
  const reader = draftReader(fields, PRICE_DRAFT_FIELDS)
  const action = reader.choice('action', PRICE_ACTIONS)
  const key = readKey(reader)
  const [reason, seen] = [reader.reason('reason'), reader.wholeNumber('seen')]
  const standing = standingRecords(context.prices.records, key ?? '')
  const change = action === 'void' ? readVoid(reader, standing) : readPrice(reader, standing, action, key ?? '', context.at)
  if (reader.errors.length > 0 || change === null || action === null || key === null || reason === null || seen === null) {
    return { ok: false, errors: reader.errors }
  }
  const { at, by, via, requestId } = context
  const { before, after, ...changed } = change
  const audit = { at, by, via, requestId, action, subject: key, reason, before: told(before, null), after }
  return { ok: true, edit: { subject: key, seen, discounts: [], ...changed, audit } }
}

interface Change extends Pick<PriceEdit, 'add' | 'void'> {
  readonly before: PriceRecord | null
  readonly after: string | null
}

function readKey(reader: DraftReader): string | null {
  const key = reader.required('key')
  if (key === null) return null
  if (!KEY.test(key)) return reader.fail('key', `"${shown(key)}" is not a price key such as us.anthropic.claude-sonnet-4-6`)
  return isIgnoredPriceKey(key) ? reader.fail('key', `no call is ever priced by ${key}: give the model with its vendor`) : key
}

/** Only what is of use to void a record may be sent. */
function readVoid(reader: DraftReader, standing: readonly PriceRecord[]): Change | null {
  const [effectiveFrom, recordedAt] = [reader.required('effectiveFrom'), reader.required('recordedAt')]
  for (const field of ['effectiveTo', 'longThreshold', 'longInclusive', ...PRICE_COMPONENTS.map(({ name }) => name)]) {
    if (reader.optional(field) !== null) reader.fail(field, 'a record that is voided has no new price')
  }
  const record = standing.find((found) => found.effectiveFrom === effectiveFrom && found.recordedAt === recordedAt)
  if (record === undefined) {
    if (effectiveFrom !== null && recordedAt !== null) reader.fail('effectiveFrom', 'no price that holds was recorded so: look at its history')
    return null
  }
  const rest = standing.filter((other) => other !== record)
  return { add: [], void: [record], before: record, after: told(inForceAt(rest, record.effectiveFrom), null) }
}

function readPrice(
  reader: DraftReader, standing: readonly PriceRecord[], action: 'add' | 'correct' | null, key: string, at: string,
): Change | null {
  if (reader.optional('recordedAt') !== null) reader.fail('recordedAt', 'names a record to void')
  const from = reader.hour('effectiveFrom')
  const to = reader.hourOrEmpty('effectiveTo')
  const before = from === null ? null : inForceAt(standing, from)
  const inclusive = readInclusive(reader)
  const fields = readPrices(reader, before)
  if (from === null || action === null) return null
  const correction = { key, from, to, fields, thresholdInclusive: inclusive, at }
  if (action === 'add') {
    if (to !== null) reader.fail('effectiveTo', 'a price that is added holds until the next one: correct the price instead')
    if (before !== null && sameInstant(before.effectiveFrom, from)) reader.fail('effectiveFrom', 'a price starts then already: correct it instead')
    const added = addedRecord(standing, correction)
    return { add: [added], void: [], before, after: told(added, null) }
  }
  if (standing.length === 0 && key !== '') reader.fail('key', `${key} has no price to correct: add one`)
  if (to !== null && to <= from) reader.fail('effectiveTo', `must be later than ${from}`)
  else if (to !== null && inForceAt(standing, to) === null) reader.fail('effectiveTo', 'no price was in force then that could go on: leave it empty')
  const { add, void: voided } = correctPrice(standing, correction)
  return { add, void: voided, before, after: told(add[0] ?? null, to) }
}

function readInclusive(reader: DraftReader): boolean {
  const text = reader.optional('longInclusive') ?? ''
  if (text !== '' && text !== 'yes') reader.fail('longInclusive', 'wants yes, or nothing')
  return text === 'yes'
}

/** The fields of a record. */
function readPrices(reader: DraftReader, before: PriceRecord | null): Record<string, string> {
  const threshold = reader.optional('longThreshold') ?? ''
  if (threshold !== '' && !THRESHOLD.test(threshold)) reader.fail('longThreshold', `"${shown(threshold)}" is not thousands of tokens such as 200`)
  const fields: Record<string, string> = {}
  for (const component of PRICE_COMPONENTS) {
    const price = readComponent(reader, component, before)
    if (price === null) continue
    if (component.variant === 'long' && threshold === '') reader.fail('longThreshold', 'from how many thousand tokens on do the long-context prices hold?')
    fields[componentField(component, Number(threshold))] = perUnit(component, price)
  }
  if (threshold !== '' && !PRICE_COMPONENTS.some((component) => component.variant === 'long' && componentField(component, Number(threshold)) in fields)) {
    reader.fail('longInput', 'give the prices beyond the threshold, or no threshold')
  }
  if (reader.errors.length === 0 && !Object.values(fields).some((price) => parseUsd(price) > 0n)) {
    reader.fail('input', 'give at least one price above 0: all of them 0 or none says that the price is not known')
  }
  return fields
}

/** The decimal as it was written; null where there is no price. */
function readComponent(reader: DraftReader, component: PriceComponent, before: PriceRecord | null): string | null {
  const { name, unit } = component
  const text = reader.optional(name)
  if (text === NO_PRICE) return null
  if (text === null) {
    const price = before === null ? null : listedPrice(component, before)
    if (price !== null) return reader.fail(name, `is ${price} so far: give a price, or ${NO_PRICE}`)
    return name === 'input' || name === 'output' ? reader.fail(name, `is missing: give a price, or ${NO_PRICE}`) : null
  }
  if (PRICE.test(text)) return text
  const unitName = isTokenUnit(unit) ? 'million tokens' : 'unit'
  return reader.fail(name, `"${shown(text)}" is no price: write a decimal such as 3 or 0.25, in USD per ${unitName}, or ${NO_PRICE}`)
}

/** A record as the audit tells of it. */
function told(record: PriceRecord | null, effectiveTo: string | null): string | null {
  if (record === null) return null
  const { effectiveFrom, source, fields } = record
  return JSON.stringify({ effectiveFrom, ...(effectiveTo === null ? {} : { effectiveTo }), source, fields })
}

function sameInstant(a: string, b: string): boolean {
  return Date.parse(a) === Date.parse(b)
}
