import type { HeldPrice } from '../domain/held-price.ts'
import type { PriceEdit, PriceEditOutcome } from '../domain/price-edit.ts'
import type { PriceStore } from '../domain/price-ports.ts'

/**
 * Saves what was decided about a held change, as draftHeld has it. An approved one is held no longer; a rejected one is not
 * asked about again until the feed says something else. Sent twice, or after a run that died half-way, it ends the same.
 */
export async function decideHeld({ prices }: { prices: PriceStore }, held: HeldPrice, edit: PriceEdit): Promise<PriceEditOutcome> {
  const outcome = await prices.edit(edit)
  if (outcome.outcome !== 'done') return outcome
  const { action, by, at } = edit.audit
  if (action === 'approve') await prices.dropHeld(held.key)
  else await prices.saveHeld({ ...held, rejected: { by, at } })
  return outcome
}
