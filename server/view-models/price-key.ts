import type { PriceAudit } from '../../domain/price-audit.ts'
import { inForceAt, standingRecords } from '../../domain/correct-price.ts'
import { PRICE_COMPONENTS } from '../../domain/price-components.ts'
import { tierMultiplier } from '../../domain/price-tier.ts'
import type { PriceRecord } from '../../domain/price-record.ts'
import { priceFormHref } from '../pricing-links.ts'
import type { Repricing } from '../pricing-report.ts'
import type { CellView } from './cell-view.ts'
import { formatInstant } from './format-time.ts'
import { modelNames } from './model-names.ts'
import { plural } from './plural.ts'
import { auditView, type AuditView } from './pricing-audit.ts'
import { sourceLabel } from './pricing-columns.ts'
import { componentLabel, componentPrice, priceCell } from './pricing-components.ts'
import { modelOfKey, scopeOfKey } from './pricing-key-name.ts'
import { repricingView, type RepricingView } from './pricing-repricing.ts'
import type { StateBadge } from './state-badge.ts'

export interface PriceKeyView {
  readonly title: string
  readonly key: string
  readonly badges: readonly string[]
  readonly tiers: string
  readonly saved: boolean
  readonly repricing: RepricingView
  readonly subtitle: string
  /** Null for those who may not change prices. */
  readonly addHref: string | null
  readonly prices: readonly TimelineEntry[]
  readonly audit: AuditView | null
}

interface TimelineEntry {
  readonly range: string
  readonly state: StateBadge
  readonly source: string
  readonly recorded: string
  readonly note: string
  readonly components: readonly { readonly label: string; readonly price: CellView }[]
  readonly links: readonly { readonly label: string; readonly href: string }[]
}

export interface PriceKeyInput {
  readonly key: string
  readonly records: readonly PriceRecord[]
  readonly audit: readonly PriceAudit[] | null
  readonly repricing: Repricing
  readonly saved: boolean
  readonly now: Date
}

/** All prices that a key ever had, the latest first, also those that no longer hold. */
export function priceKeyView({ key, records, audit, repricing, saved, now }: PriceKeyInput): PriceKeyView {
  const own = records.filter((record) => record.key === key)
  const standing = standingRecords(own, key)
  const mayChange = audit !== null
  const model = modelOfKey(key)
  const latestFirst = own.toSorted((a, b) =>
    Date.parse(b.effectiveFrom) - Date.parse(a.effectiveFrom) || (a.recordedAt < b.recordedAt ? 1 : -1))
  return {
    title: modelNames([model]).get(model) ?? key,
    key, saved, badges: scopeOfKey(key), tiers: tiersText(model),
    repricing: repricingView(repricing, mayChange),
    subtitle: `${plural(standing.length, 'price')} in order of time, ${own.length - standing.length} voided`,
    addHref: mayChange ? priceFormHref({ action: 'add', key }) : null,
    prices: latestFirst.map((record) => entryOf(record, standing, mayChange, now)),
    audit: audit === null ? null : auditView(audit.filter(({ subject }) => subject === key)),
  }
}

function entryOf(record: PriceRecord, standing: readonly PriceRecord[], mayChange: boolean, now: Date): TimelineEntry {
  const { key, effectiveFrom, recordedAt, note = '', leftCensored } = record
  const index = standing.indexOf(record)
  const next = index < 0 ? undefined : standing[index + 1]
  const isReplaced = next !== undefined && Date.parse(next.effectiveFrom) === Date.parse(effectiveFrom)
  const from = `${leftCensored === true ? 'before ' : ''}${formatInstant(effectiveFrom)}`
  return {
    range: next === undefined || isReplaced ? `from ${from}` : `from ${from} until ${formatInstant(next.effectiveFrom)}`,
    state: isReplaced ? REPLACED : stateOf(record, standing, now),
    source: sourceLabel(record), recorded: formatInstant(recordedAt), note,
    components: PRICE_COMPONENTS.flatMap((component) => {
      const price = componentPrice(component, record)
      return price === null ? [] : [{ label: componentLabel(component), price: priceCell(component, price) }]
    }),
    links: !mayChange || index < 0 ? [] : [
      { label: 'Correct', href: priceFormHref({ action: 'correct', key, effectiveFrom }) },
      { label: 'Void', href: priceFormHref({ action: 'void', key, effectiveFrom, recordedAt }) },
    ],
  }
}

const REPLACED: StateBadge = { label: 'replaced', tone: 'quiet', title: 'The same price was recorded again with more to it, and never held since' }

function stateOf(record: PriceRecord, standing: readonly PriceRecord[], now: Date): StateBadge {
  if (typeof record.voidedAt === 'string') return { label: 'voided', tone: 'bad', title: `Voided ${formatInstant(record.voidedAt)}` }
  if (inForceAt(standing, now.toISOString()) === record) return { label: 'in force', tone: 'good', title: 'This price holds now' }
  if (Date.parse(record.effectiveFrom) > now.getTime()) return { label: 'upcoming', tone: 'warn', title: 'This price will hold' }
  return { label: 'past', tone: 'quiet', title: 'Another price has taken its place' }
}

/** What service tiers make of the prices. */
function tiersText(model: string): string {
  const texts = ['batch', 'flex', 'priority'].flatMap((tier) => {
    const { hundredths } = tierMultiplier(model, tier)
    return hundredths === 100n ? [] : [`${tier} × ${Number(hundredths) / 100}`]
  })
  return `Service tiers multiply these prices: ${texts.join(', ')}. Listed batch prices take the place of multiplied ones.`
}
