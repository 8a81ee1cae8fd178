import { mayAdminister, mayKnowAccount, type Access } from '../domain/access.ts'
import type { Discount } from '../domain/discount.ts'
import type { ExplainedPrice } from '../domain/explain-cost.ts'
import type { HeldPrice } from '../domain/held-price.ts'
import type { Clock, RunRecord, UsageStore } from '../domain/ports.ts'
import type { PriceAudit } from '../domain/price-audit.ts'
import type { PriceStore, StoredPrices } from '../domain/price-ports.ts'
import type { ReportRow } from '../domain/report.ts'
import { explainReport } from './explain-report.ts'
import { parseExplainState } from './explain-state.ts'
import { unpricedModels } from './pipeline-report.ts'
import type { PriceData } from './price-data.ts'
import type { UsageData } from './usage-data.ts'
import { readWindow } from './usage-window.ts'

export interface PricingPorts {
  readonly data: UsageData
  readonly usage: UsageStore
  readonly prices: PriceStore
  readonly priceData: PriceData
  readonly clock: Clock
}

/** The numbers of the page about prices. */
export interface PricingReport {
  readonly mayChange: boolean
  readonly prices: StoredPrices
  readonly unpriced: readonly ReportRow[]
  /** Those that hold, of accounts that may be known of. */
  readonly discounts: readonly Discount[]
  readonly held: readonly HeldPrice[]
  /** Null for those who may not see everything. */
  readonly audit: readonly PriceAudit[] | null
  readonly repricing: Repricing
  /** What was priced with less than certainty in the last 30 days. */
  readonly estimated: readonly ExplainedPrice[]
}

/** Whether stored usage agrees with the price list. */
export interface Repricing {
  readonly version: number
  /** Changes of the list that costs do not agree with yet. */
  readonly pending: number
  readonly run: RunRecord | null
}

export const AUDIT_LINES = 50
const ESTIMATED_RANGE = '30d'

/** What estimates are explained by. */
export const ESTIMATED_STATE = parseExplainState(`range=${ESTIMATED_RANGE}&tz=UTC`)

export async function pricingReport(ports: PricingPorts, access: Access): Promise<PricingReport> {
  const { data, usage, prices, clock } = ports
  const now = clock()
  const mayChange = mayAdminister(access)
  const sources = await data.sources(access)
  const newest = sources.map(({ newestEvent }) => newestEvent).sort().at(-1) ?? null
  const [stored, unpriced, held, audit, run, estimated] = await Promise.all([
    prices.read(), unpricedModels(data, access, now, newest), prices.held(), mayChange ? prices.audit(AUDIT_LINES) : null,
    usage.lastRun('reprice'), estimatedPrices(ports, access, now),
  ])
  return {
    mayChange, prices: stored, unpriced, held, audit, estimated,
    discounts: stored.discounts.filter(({ applies, voidedAt }) => {
      return voidedAt === null && (applies.account === null || mayKnowAccount(access, applies.account, sources))
    }),
    repricing: repricingOf(stored, run),
  }
}

export function repricingOf({ version, changes }: StoredPrices, run: RunRecord | null): Repricing {
  const done = Number(run?.revision ?? 0)
  return { version, pending: changes.filter((change) => change.version > done && change.version <= version).length, run }
}

async function estimatedPrices({ data, priceData }: PricingPorts, access: Access, now: Date): Promise<ExplainedPrice[]> {
  const window = await readWindow(data, access, ESTIMATED_STATE.query, now)
  const { prices } = await explainReport(data, priceData, access, ESTIMATED_STATE, window)
  return prices.filter(({ estimatedCalls }) => estimatedCalls > 0)
}
