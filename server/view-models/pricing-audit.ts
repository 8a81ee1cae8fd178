import type { PriceAudit } from '../../domain/price-audit.ts'
import { priceKeyHref } from '../pricing-links.ts'
import { formatInstant } from './format-time.ts'
import { plural } from './plural.ts'
import { auditChanges, type AuditChange } from './pricing-audit-changes.ts'

export interface AuditView {
  readonly subtitle: string
  readonly lines: readonly AuditLine[]
}

export interface AuditLine {
  readonly at: string
  readonly by: string
  readonly via: string
  readonly action: string
  readonly subject: string
  /** The page of the price; null of discounts. */
  readonly href: string | null
  readonly reason: string
  readonly changes: readonly AuditChange[]
}

const VIA = { form: 'page', api: 'API', sync: 'price feed', file: 'file' } as const
const DISCOUNT = 'discount:'

/** Who changed what, when and why, the newest first. */
export function auditView(audit: readonly PriceAudit[]): AuditView {
  return {
    subtitle: audit.length === 0 ? 'nobody has changed a price by hand so far' : `${plural(audit.length, 'change')}, the newest first`,
    lines: audit.map(({ at, by, via, action, subject, reason, before, after }) => ({
      at: formatInstant(at), by, via: VIA[via], action, reason,
      subject: subject.startsWith(DISCOUNT) ? `discount ${subject.slice(DISCOUNT.length)}` : subject,
      href: subject.startsWith(DISCOUNT) ? null : priceKeyHref(subject),
      changes: auditChanges(before, after),
    })),
  }
}
