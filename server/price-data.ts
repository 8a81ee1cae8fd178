import type { Clock } from '../domain/ports.ts'
import { createPriceBook, type PriceBook } from '../domain/price-book.ts'
import type { PriceStore } from '../domain/price-ports.ts'

/** The price book that pages explain costs with. */
export interface PriceData {
  book(): Promise<PriceBook>
}

/** How long a book is good for before the store is asked for a newer one. */
const LOOK_AGAIN_MS = 10_000

/** Keeps the book: it is read again at most every ten seconds, and made anew only where its version has changed. */
export function priceData(store: Pick<PriceStore, 'read'>, clock: Clock): PriceData {
  let known: Promise<PriceBook> | null = null
  let validUntilMs = 0

  async function newer(before: PriceBook | null): Promise<PriceBook> {
    const { version, records, discounts } = await store.read()
    return before?.version === version ? before : createPriceBook(records, { version, discounts })
  }

  return {
    book() {
      const nowMs = clock().getTime()
      if (known === null || nowMs >= validUntilMs) {
        const before = known?.catch(() => null) ?? Promise.resolve(null)
        const next = before.then(newer)
        validUntilMs = nowMs + LOOK_AGAIN_MS
        known = next
        // What failed is asked again by the next request.
        next.catch(() => {
          if (known === next) known = null
        })
      }
      return known
    },
  }
}
