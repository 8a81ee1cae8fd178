import type { FastifyInstance } from 'fastify'
import type { Invocations } from '../../domain/invocation-ports.ts'
import type { ReadFirstToken } from '../first-token-metrics.ts'
import type { PriceData } from '../price-data.ts'
import { addUsageView, type ServedView, type UsageViewOptions } from '../usage-view.ts'
import { accountsPage } from './accounts.ts'
import { callersPage } from './callers.ts'
import { errorsPage } from './errors.ts'
import { explainPage } from './explain.ts'
import { invocationsPage } from './invocations.ts'
import { modelsPage } from './models.ts'
import { myExplainPage, myUsagePage } from './my-usage.ts'
import { overviewPage } from './overview.ts'
import { performancePage } from './performance.ts'

export interface UsagePagesOptions extends UsageViewOptions {
  readonly prices: PriceData
  readonly readFirstToken: ReadFirstToken
  /** The single calls; null where no event table is at hand. */
  readonly invocations: Invocations | null
}

/** Serves every page about usage: this is the list of them. Tells where each is, and of which regions it consists. */
export function addUsagePages(app: FastifyInstance, options: UsagePagesOptions): ServedView[] {
  return [
    addUsageView(app, overviewPage, options),
    addUsageView(app, modelsPage, options),
    addUsageView(app, callersPage, options),
    addUsageView(app, performancePage(options.readFirstToken), options),
    addUsageView(app, errorsPage, options),
    addUsageView(app, accountsPage, options),
    addUsageView(app, explainPage(options.prices), options),
    addUsageView(app, myUsagePage, options),
    addUsageView(app, myExplainPage(options.prices), options),
    addUsageView(app, invocationsPage(options), options),
  ]
}
