import type { DraftFields } from '../../domain/draft-fields.ts'
import type { PriceEdit } from '../../domain/price-edit.ts'
import type { EditPreview } from '../../functions/preview-edit.ts'
import { exactUsd, formatUsdShort } from './format-usd.ts'
import { plural } from './plural.ts'
import { auditChanges, type AuditChange } from './pricing-audit-changes.ts'

/** What an edit would do, to be saved or not. */
export interface EditPreviewView {
  readonly title: string
  readonly subject: string
  readonly reason: string
  readonly action: string
  readonly hidden: readonly { readonly name: string; readonly value: string }[]
  readonly changes: readonly AuditChange[]
  /** `Changes July 2026 by `, the amount, and how far that reaches. */
  readonly effect: { readonly lead: string; readonly change: Money | null; readonly rest: string }
  readonly months: readonly { readonly month: string; readonly before: Money; readonly after: Money; readonly change: Money }[]
  /** What the preview cannot tell; empty where it is exact. */
  readonly uncertain: string
}

interface Money {
  readonly value: string
  readonly exact: string
}

export function editPreviewView(
  edit: PriceEdit, preview: EditPreview, form: { readonly title: string; readonly action: string; readonly fields: DraftFields },
): EditPreviewView {
  const { months, accounts, hours, before, after, uncertainHours } = preview
  return {
    title: `${form.title}: preview`,
    subject: edit.subject, reason: edit.audit.reason, action: form.action,
    hidden: Object.entries(form.fields).flatMap(([name, value]) => (typeof value === 'string' ? [{ name, value }] : [])),
    changes: auditChanges(edit.audit.before, edit.audit.after),
    effect: months.length === 0 ? { lead: 'Changes no cost of stored usage.', change: null, rest: '' } : {
      lead: `Changes ${months.length === 1 ? monthName(months[0]?.month ?? '') : plural(months.length, 'month')} by`,
      change: changeOf(after - before),
      rest: `, ${plural(accounts, 'account')}, ${plural(hours, 'hour')}`,
    },
    months: months.map(({ month, before, after }) => ({
      month: monthName(month), before: moneyOf(before), after: moneyOf(after),
      change: changeOf(after - before),
    })),
    uncertain: uncertainHours === 0 ? ''
      : `A price begins inside of ${plural(uncertainHours, 'hour')}: only their calls will tell what they cost.`,
  }
}

function moneyOf(units: bigint): Money {
  return { value: formatUsdShort(units), exact: exactUsd(units) }
}

function changeOf(units: bigint): Money {
  const sign = units > 0n ? '+' : ''
  return { value: sign + formatUsdShort(units), exact: sign + exactUsd(units) }
}

function monthName(month: string): string {
  return new Intl.DateTimeFormat('en-US', { month: 'long', year: 'numeric', timeZone: 'UTC' }).format(Date.parse(`${month}-01T00:00:00Z`))
}
