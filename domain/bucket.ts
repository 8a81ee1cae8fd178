import type { Cell } from './cell.ts'
import type { Source } from './source.ts'

export type Period = 'hour' | 'day' | 'month'

/** Everything that happened in one source in one UTC hour, day or month. */
export interface Bucket {
  readonly source: Source
  readonly period: Period
  /** `2026-07-18T05`, `2026-07-18` or `2026-07`. */
  readonly start: string
  /** Raw rows of usage_events that it was built from, duplicates included: what reconciling compares. */
  readonly records: number
  /** Version of the price book that its cost was computed with. */
  readonly priceVersion: number
  /** One per key, in the order of compareCellKeys. */
  readonly cells: readonly Cell[]
}
