import { inForceAt, standingRecords } from '../../domain/correct-price.ts'
import { isIgnoredPriceKey } from '../../domain/price-key.ts'
import type { PriceRecord } from '../../domain/price-record.ts'
import { priceKeyHref } from '../pricing-links.ts'
import { pricingHref, PRICE_TABLE, type PricingState } from '../pricing-state.ts'
import { listTable, type DataTableView, type TableRow } from './data-table.ts'
import { modelNames } from './model-names.ts'
import { PRICE_COLUMNS } from './pricing-columns.ts'
import { modelOfKey, scopeOfKey, tiersOf } from './pricing-key-name.ts'

/** The price of each key that holds now, or the first that will. */
export function currentPrices(records: readonly PriceRecord[], now: Date): PriceRecord[] {
  const byKey = new Map<string, PriceRecord[]>()
  for (const record of records) byKey.set(record.key, [...(byKey.get(record.key) ?? []), record])
  return [...byKey].flatMap(([key, own]) => {
    if (isIgnoredPriceKey(key)) return []
    const standing = standingRecords(own, key)
    return inForceAt(standing, now.toISOString()) ?? standing[0] ?? []
  })
}

export function priceList(state: PricingState, records: readonly PriceRecord[], now: Date): DataTableView {
  const current = currentPrices(records, now)
  const names = modelNames(current.map(({ key }) => modelOfKey(key)))
  return listTable({
    id: 'pricing-list', title: 'Prices', noun: 'price', first: 'Model', layout: PRICE_TABLE, columns: PRICE_COLUMNS,
    rows: current.map((record): TableRow<PriceRecord> => ({
      key: record.key,
      name: names.get(modelOfKey(record.key)) ?? record.key,
      badges: [
        ...scopeOfKey(record.key), ...tiersOf(record), ...(Date.parse(record.effectiveFrom) > now.getTime() ? ['upcoming'] : []),
        ...(record.listedLatest === false ? ['no longer listed'] : []),
      ],
      color: null, href: priceKeyHref(record.key), hint: '', numbers: record, explain: () => null,
    })),
    state: state.table, hrefOf: (table) => pricingHref({ ...state, table }),
  })
}
