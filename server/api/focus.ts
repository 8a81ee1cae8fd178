import { z } from 'zod'
import { accessibleNames } from '../../domain/access.ts'
import { hourOf } from '../../domain/calendar.ts'
import { FOCUS_COLUMNS, FOCUS_COSTS, FOCUS_QUANTITIES, type FocusColumn } from '../../domain/focus-columns.ts'
import { focusReport } from '../../domain/focus-report.ts'
import { listPriceBook } from '../../domain/list-price-book.ts'
import { formatUsd } from '../../domain/money.ts'
import { planReads } from '../../domain/plan-reads.ts'
import type { PriceStore } from '../../domain/price-ports.ts'
import { QueryError } from '../../domain/query-error.ts'
import { totalCost } from '../../domain/total-cost.ts'
import { parseUsageQuery } from '../../domain/usage-query.ts'
import type { UsageData } from '../usage-data.ts'
import type { ApiRoute } from './api-route.ts'
import { LISTING_PARAMETERS } from './send-listing.ts'
import { USAGE_PARAMETERS } from './usage-parameters.ts'
import { rangeOf } from './usage-report.ts'
import { ABOUT_USAGE, DECIMAL } from './usage-schema.ts'

const ROW = z.object(Object.fromEntries(FOCUS_COLUMNS.map((column) => [column, typeOf(column)])))

export interface FocusPorts {
  readonly data: UsageData
  readonly prices: Pick<PriceStore, 'read'>
  readonly accountNames: ReadonlyMap<string, string>
}

/** `/focus`: usage as rows of the FinOps Open Cost and Usage Specification 1.2. */
export function focusRoute({ data, prices, accountNames }: FocusPorts): ApiRoute {
  return {
    path: '/focus',
    summary: 'FOCUS 1.2 rows',
    description: `By UTC day, account, region, model and kind of token; costs add up to those of /usage. Computed from invocation logs and list
prices: BilledCost, EffectiveCost and ContractedCost are list price times known discounts, without credits and taxes;
BillingAccountId is the account that called; SKUs are named by this server; InvoiceId and ChargeClass are null.`,
    parameters: USAGE_PARAMETERS,
    filtersTags: true,
    row: ROW,
    about: { ...ABOUT_USAGE, total: z.object({ costUsd: DECIMAL }) },
    async list(request) {
      const query = parseUsageQuery(request.query, LISTING_PARAMETERS)
      if (query.timeZone !== 'UTC') throw new QueryError('tz', 'charge periods are UTC days')
      if (query.groupBy.length > 0) throw new QueryError('group', 'no such parameter: FOCUS says what rows are by')
      const { access, now } = request
      const [sources, rolledUpTo, stored] = await Promise.all([data.sources(access), data.rolledUpTo(), prices.read()])
      const listBook = listPriceBook(stored)
      const { range, about } = rangeOf(query, sources, now)
      // At list price only hours can be computed anew.
      const grain = listBook === null ? 'day' : 'hour'
      const nowHour = Math.min(hourOf(now.getTime()), rolledUpTo)
      const buckets = await data.buckets(access, planReads(range, { nowHour, grain, timeZone: 'UTC' }))
      const names = accessibleNames(access, accountNames, sources)
      const { rows, total } = focusReport(buckets, { filter: query.filter, accountNames: names, listBook })
      const costUsd = formatUsd(totalCost(total.measures.cost))
      return { columns: FOCUS_COLUMNS, decimals: FOCUS_COSTS, rows, about: { ...about, total: { costUsd } } }
    },
  }
}

function typeOf(column: FocusColumn): z.ZodType {
  if (FOCUS_COSTS.some((cost) => cost === column)) return DECIMAL
  if (FOCUS_QUANTITIES.some((quantity) => quantity === column)) return z.int().min(0)
  return column === 'x_CostIsComplete' ? z.boolean() : z.string().nullable()
}
