import { PRICE_COMPONENTS, listedPrice } from '../../domain/price-components.ts'
import { NO_DATA } from './format-count.ts'
import { componentLabel, componentUnit } from './pricing-components.ts'

/** What something was and what it became. */
export interface AuditChange {
  readonly label: string
  readonly before: string
  readonly after: string
}

/** Everything that differs between two values of the log. */
export function auditChanges(before: string | null, after: string | null): AuditChange[] {
  const [old, now] = [entriesOf(before), entriesOf(after)]
  return [...new Set([...old.keys(), ...now.keys()])].flatMap((label) => {
    const [was, is] = [old.get(label) ?? NO_DATA, now.get(label) ?? NO_DATA]
    return was === is ? [] : [{ label, before: was, after: is }]
  })
}

function entriesOf(json: string | null): Map<string, string> {
  if (json === null) return new Map()
  const told: unknown = JSON.parse(json)
  if (typeof told !== 'object' || told === null) return new Map()
  // An approved change of the feed is told by its fields alone.
  if (Object.keys(told).some((name) => name.includes('_cost'))) return new Map(pricesOf(told))
  return new Map(Object.entries(told).flatMap(([name, value]) => (name === 'fields' ? pricesOf(value) : textsOf(name, value))))
}

function pricesOf(fields: unknown): [string, string][] {
  const record = { fields: fields as Record<string, string> }
  return PRICE_COMPONENTS.flatMap((component): [string, string][] => {
    const price = listedPrice(component, record)
    return price === null ? [] : [[componentLabel(component), `$${price} per ${componentUnit(component)}`]]
  })
}

const LABELS: Readonly<Record<string, string>> = {
  effectiveFrom: 'From', effectiveTo: 'Until', source: 'Source', factor: 'Factor', account: 'Account', provider: 'Provider', model: 'Model',
}

function textsOf(name: string, value: unknown): [string, string][] {
  if (typeof value === 'string') return [[LABELS[name] ?? name, value]]
  if (typeof value !== 'object' || value === null) return []
  return Object.entries(value).flatMap(([part, text]) => (typeof text === 'string' ? [[LABELS[part] ?? part, text] as [string, string]] : []))
}
