import { periodId, hourOf } from '../../domain/calendar.ts'
import { IN_REGION } from '../../domain/model-id.ts'
import { isIgnoredPriceKey } from '../../domain/price-key.ts'
import type { ReportRow } from '../../domain/report.ts'
import { priceFormHref } from '../pricing-links.ts'
import { unpricedTable, type UnpricedView } from './pipeline-unpriced.ts'

type Row = UnpricedView['rows'][number] & {
  /** The form that prices it; null where no price could, or for those who may not. */
  readonly href: string | null
}

export interface UnpricedPricesView {
  readonly subtitle: string
  readonly rows: readonly Row[]
}

/** How far back the form proposes a price to hold: everything that the list looks at. */
const DAYS = 30

/** Models in use that have no price, each with the way to one. */
export function unpricedView(rows: readonly ReportRow[], mayChange: boolean, now: Date): UnpricedPricesView {
  const table = unpricedTable(rows)
  const effectiveFrom = `${periodId('day', hourOf(now.getTime()) - DAYS * 24).slice(0, 7)}-01T00:00`
  return {
    subtitle: table.subtitle,
    rows: table.rows.map((row, index) => {
      const key = keyOf(rows[index])
      return { ...row, href: key === null || !mayChange ? null : priceFormHref({ action: 'add', key, effectiveFrom }) }
    }),
  }
}

/** The key whose price would be that of the calls; null where a price list has no say. */
function keyOf(row: ReportRow | undefined): string | null {
  const { model = '', modelScope = IN_REGION } = row?.keys ?? {}
  if (model.includes('/') || isIgnoredPriceKey(model)) return null
  return modelScope === IN_REGION ? model : `${modelScope}.${model}`
}
