import { PRICE_COMPONENTS } from '../../domain/price-components.ts'
import type { PriceRecord } from '../../domain/price-record.ts'
import { NO_DATA } from './format-count.ts'
import { formatDay, formatInstant } from './format-time.ts'
import { componentLabel, componentPrice, componentUnit, priceCell } from './pricing-components.ts'
import type { TableColumn } from './data-table.ts'

const SHOWN = ['input', 'output', 'cacheRead', 'cacheWrite5m', 'cacheWrite1h']

/** A column for each component, then where the price is from, and since when it holds. */
export const PRICE_COLUMNS: readonly TableColumn<PriceRecord>[] = [
  ...PRICE_COMPONENTS.map((component): TableColumn<PriceRecord> => ({
    id: component.name, kind: 'number', isShown: SHOWN.includes(component.name), label: componentLabel(component),
    help: `USD per ${componentUnit(component)}`, unit: `USD per ${componentUnit(component)}`,
    value: (record) => componentPrice(component, record),
    cell: (record) => priceCell(component, componentPrice(component, record)),
  })),
  {
    id: 'source', kind: 'text', isShown: true, label: 'Source', help: 'Where the price is from',
    value: ({ source }) => source ?? null, cell: (record) => ({ value: shortened(sourceLabel(record)), exact: sourceTitle(record) }),
  },
  {
    id: 'since', kind: 'text', isShown: true, label: 'Effective since', help: 'UTC',
    value: ({ effectiveFrom }) => Date.parse(effectiveFrom), csv: ({ effectiveFrom }) => effectiveFrom,
    cell: (record) => ({ value: sinceText(record), exact: sinceTitle(record) }),
  },
]

/** Characters; the rest is there to be hovered. */
const MAX_SOURCE = 24

const SOURCES: Readonly<Record<string, string>> = {
  manual: 'Entered by hand: nobody lists it', override: 'Corrected by hand, never overwritten by the feed',
}

export function sourceLabel({ source }: PriceRecord): string {
  return source ?? NO_DATA
}

function shortened(text: string): string {
  return text.length <= MAX_SOURCE ? text : `${text.slice(0, MAX_SOURCE - 1)}…`
}

function sourceTitle({ source = '', note }: PriceRecord): string {
  return [SOURCES[source] ?? source, note].filter(Boolean).join('. ')
}

function sinceText({ effectiveFrom, leftCensored }: PriceRecord): string {
  return `${leftCensored === true ? 'before ' : ''}${formatDay(effectiveFrom.slice(0, 10))}`
}

function sinceTitle({ effectiveFrom, leftCensored }: PriceRecord): string {
  return leftCensored === true ? `In force before records began on ${formatInstant(effectiveFrom)}` : formatInstant(effectiveFrom)
}
