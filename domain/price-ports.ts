import type { HeldPrice } from './held-price.ts'
import type { PriceAudit } from './price-audit.ts'
import type { PriceChange } from './price-change.ts'
import type { PriceEdit, PriceEditOutcome, PriceList } from './price-edit.ts'
import type { PriceRecord } from './price-record.ts'

/** The price book as it stands. */
export interface StoredPrices extends PriceList {
  /** Grows with every change. */
  readonly version: number
  /** All changes that led to this version, and maybe some that are under way; later ones last. */
  readonly changes: readonly StoredPriceChange[]
  /** How often each subject (a price key, or `discount:<id>`) was edited; one that never was is left out. */
  readonly revisions: ReadonlyMap<string, number>
}

export interface StoredPriceChange extends PriceChange {
  /** Version of the book that it led to. */
  readonly version: number
}

export interface PriceStore extends HeldPrices {
  read(): Promise<StoredPrices>
  /**
   * Adds records that do not stand there yet (key, effectiveFrom, recordedAt); bumps the version if any is new. With an audit,
   * says so there first.
   */
  append(records: readonly PriceRecord[], audit?: PriceAudit): Promise<{ version: number; added: number }>
  /** Makes the book exactly these records; bumps the version only if they differ. Discounts stay as they are. */
  replaceAll(records: readonly PriceRecord[]): Promise<{ version: number; changed: boolean }>
  /**
   * Carries out all of an edit as one new version, or, if its subject was edited since it was seen, nothing. The audit is
   * there before any price is. An edit that was taken and died is carried out by the next change; the same request sent
   * again is done once.
   */
  edit(edit: PriceEdit): Promise<PriceEditOutcome>
  /** At most `limit` lines, the newest first. */
  audit(limit: number): Promise<PriceAudit[]>
}

/** Changes of the feed that wait for somebody to approve them, at most one for each key. */
export interface HeldPrices {
  held(): Promise<HeldPrice[]>
  /** Replaces what is held of the same key. */
  saveHeld(held: HeldPrice): Promise<void>
  dropHeld(key: string): Promise<void>
}

/** A price list that somebody else publishes. */
export interface PriceFeed {
  /** The list as text; null if it still is the revision that the caller knows. Rejects unless all of it arrived. */
  read(knownRevision: string | null): Promise<{ readonly text: string; readonly revision: string | null } | null>
}
