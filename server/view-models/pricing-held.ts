import { PRICE_COMPONENTS } from '../../domain/price-components.ts'
import type { HeldPrice } from '../../domain/held-price.ts'
import type { CellView } from './cell-view.ts'
import { formatInstant } from './format-time.ts'
import { plural } from './plural.ts'
import { componentLabel, componentPrice, priceCell } from './pricing-components.ts'
import { heldFormHref, priceKeyHref } from '../pricing-links.ts'

export interface HeldView {
  readonly subtitle: string
  readonly mayReview: boolean
  readonly changes: readonly HeldChange[]
}

interface HeldChange {
  readonly key: string
  readonly href: string
  /** The form to approve it with. */
  readonly approveHref: string
  readonly reasons: readonly string[]
  readonly seen: string
  /** Instant at which the price was recorded: what is approved is what was seen. */
  readonly recordedAt: string
  readonly rejected: string | null
  readonly rows: readonly { readonly label: string; readonly before: CellView; readonly after: CellView }[]
}

/** Changes of the feed that wait for somebody to approve them; what was rejected comes last. */
export function heldView(held: readonly HeldPrice[], mayReview: boolean): HeldView {
  const waiting = held.filter(({ rejected }) => rejected === null)
  const sorted = [...waiting, ...held.filter(({ rejected }) => rejected !== null)]
  return {
    subtitle: waiting.length === 0 ? 'none waits' : `${plural(waiting.length, 'change')} of the feed ${waiting.length === 1 ? 'waits' : 'wait'} for approval`,
    mayReview,
    changes: sorted.map((change) => ({
      key: change.key, href: priceKeyHref(change.key), recordedAt: change.record.recordedAt,
      approveHref: heldFormHref({ action: 'approve', key: change.key, recordedAt: change.record.recordedAt }),
      seen: formatInstant(change.seenAt), reasons: change.reason.split('; '),
      rejected: change.rejected && `Rejected${mayReview ? ` by ${change.rejected.by}` : ''}, ${formatInstant(change.rejected.at)}`,
      rows: changedRows(change),
    })),
  }
}

function changedRows({ before, record }: HeldPrice): HeldChange['rows'] {
  return PRICE_COMPONENTS.flatMap((component) => {
    const [old, now] = [before === null ? null : componentPrice(component, { fields: before }), componentPrice(component, record)]
    return old === now ? [] : [{ label: componentLabel(component), before: priceCell(component, old), after: priceCell(component, now) }]
  })
}
