import { randomUUID } from 'node:crypto'
import Fastify, { type FastifyInstance, type FastifyRequest, type FastifyServerOptions } from 'fastify'
import type { Clock, Quarantine, UsageStore } from '../domain/ports.ts'
import type { PriceStore } from '../domain/price-ports.ts'
import { addAuth, type AccessOf } from './auth/add-auth.ts'
import type { Authenticator } from './auth/authenticator.ts'
import { boundedStore } from './bounded-store.ts'
import { firstTokenReader, type FirstTokenPort } from './first-token-metrics.ts'
import { addAssets } from './plugins/assets.ts'
import { addCompression } from './plugins/compress.ts'
import { addErrorPages } from './plugins/errors.ts'
import { addForms } from './plugins/forms.ts'
import { addSecurityHeaders } from './plugins/security.ts'
import { addViews } from './plugins/views.ts'
import { priceData } from './price-data.ts'
import { quarantineData } from './quarantine-data.ts'
import { addHealthRoutes } from './routes/health.ts'
import { addPipelineRoute } from './routes/pipeline.ts'
import { addPricingRoutes } from './routes/pricing.ts'
import { addUsagePages } from './routes/usage-pages.ts'
import { usageData } from './usage-data.ts'
import type { ServedView } from './usage-view.ts'
import type { LogSource } from './view-models/freshness.ts'

declare module 'fastify' {
  interface FastifyInstance {
    /** The pages about usage, and the regions of each. */
    usageViews: readonly ServedView[]
  }
}

export interface AppOptions {
  readonly usage: UsageStore
  readonly prices: PriceStore
  readonly quarantine: Pick<Quarantine, 'list'>
  /** CloudWatch of each account, for the times to the first token that logs do not tell; null where there is none. */
  readonly timeToFirstToken: FirstTokenPort | null
  readonly clock: Clock
  /** Shown on top of every page, e.g. that its data is a sample; null for nothing. */
  readonly notice: string | null
  readonly logSource: LogSource
  /** Friendly names of accounts, by account id. */
  readonly accountNames: ReadonlyMap<string, string>
  /** How whoever asks is known, and what they may see then. */
  readonly authenticator: Authenticator
  readonly accessOf: AccessOf
  /** How long a page waits for an answer of the store; 1.5 seconds by default. */
  readonly storeTimeoutMs?: number
  /** Fastify's logger option; requests are logged by path, without query and headers. */
  readonly logger: FastifyServerOptions['logger']
}

const STORE_TIMEOUT_MS = 1_500

/** The web application as a value: nothing listens until somebody says so. */
export async function buildApp(options: AppOptions): Promise<FastifyInstance> {
  const app = Fastify({
    logger: withoutQueries(options.logger),
    genReqId: () => randomUUID(),
    bodyLimit: 64 * 1024,
    connectionTimeout: 120_000,
    requestTimeout: 60_000,
    keepAliveTimeout: 10_000,
  })
  addCompression(app)
  await addSecurityHeaders(app)
  await addAuth(app, options.authenticator, options.accessOf)
  await addAssets(app)
  await addViews(app, options.notice)
  addErrorPages(app)
  addForms(app)
  const { clock, logSource, accountNames, storeTimeoutMs = STORE_TIMEOUT_MS } = options
  const usage = boundedStore(options.usage, storeTimeoutMs)
  const quarantine = boundedStore(options.quarantine, storeTimeoutMs)
  addHealthRoutes(app, usage)
  const data = usageData(usage, clock)
  const priceStore = boundedStore(options.prices, storeTimeoutMs)
  const prices = priceData(priceStore, clock)
  const readFirstToken = firstTokenReader(options.timeToFirstToken, clock)
  app.decorate('usageViews', addUsagePages(app, { data, clock, logSource, accountNames, prices, readFirstToken }))
  addPipelineRoute(app, { data, quarantine: quarantineData(quarantine, clock), clock, logSource, accountNames })
  addPricingRoutes(app, { data, usage, prices: priceStore, priceData: prices, clock })
  return app
}

/** A query may name people and a header holds secrets: neither belongs into a log. */
function withoutQueries(logger: AppOptions['logger']): NonNullable<AppOptions['logger']> {
  if (!logger) return false
  const req = ({ id, method, url }: FastifyRequest) => ({ id, method, path: url.split('?', 1)[0] ?? '' })
  return { ...(logger === true ? {} : logger), serializers: { req } }
}
