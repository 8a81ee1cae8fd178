import { parseUsd } from '../../domain/money.ts'
import { isTokenUnit, type PriceUnit } from '../../domain/price-fields.ts'
import { listedPrice, type PriceComponent } from '../../domain/price-components.ts'
import type { PriceRecord } from '../../domain/price-record.ts'
import type { CellView } from './cell-view.ts'
import { NO_DATA } from './format-count.ts'
import { exactPrice, formatUsdPrecise } from './format-usd.ts'

const UNIT_LABELS: Readonly<Record<PriceUnit, string>> = {
  input: 'Input', output: 'Output', cacheRead: 'Cache read', cacheWrite5m: 'Cache write 5 min', cacheWrite1h: 'Cache write 1 h',
  imagesIn: 'Images in', imagesOut: 'Images out', queries: 'Queries', videoSecondsIn: 'Video in', audioSecondsIn: 'Audio in',
  imageTokensIn: 'Image tokens in', audioTokensIn: 'Audio tokens in',
}

/** What is counted where it is not tokens. */
const UNIT_NAMES: Readonly<Partial<Record<PriceUnit, string>>> = {
  imagesIn: 'image', imagesOut: 'image', queries: 'query', videoSecondsIn: 'second', audioSecondsIn: 'second',
}

/** Characters of a price that is shown with all of its digits. */
const MAX_SHOWN = 9

const VARIANTS = { base: '', batch: 'Batch: ', long: 'Long context: ' } as const

/** `Cache read`, `Batch: Input` */
export function componentLabel({ unit, variant }: PriceComponent): string {
  return VARIANTS[variant] + UNIT_LABELS[unit]
}

/** `1M tokens`, `image` */
export function componentUnit({ unit }: PriceComponent): string {
  return isTokenUnit(unit) ? '1M tokens' : (UNIT_NAMES[unit] ?? 'unit')
}

/** In 10⁻¹⁸ USD per million tokens, or per unit; null where a record says nothing. */
export function componentPrice(component: PriceComponent, record: Pick<PriceRecord, 'fields'>): bigint | null {
  const text = listedPrice(component, record)
  return text === null ? null : parseUsd(text)
}

/** Rounded to be read, exact to be hovered. */
export function priceCell(component: PriceComponent, price: bigint | null): CellView {
  if (price === null) return { value: NO_DATA, exact: 'No price' }
  const exact = exactPrice(price)
  return { value: exact.length <= MAX_SHOWN ? exact : formatUsdPrecise(price), exact: `${exact} per ${componentUnit(component)}` }
}
