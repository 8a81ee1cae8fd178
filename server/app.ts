import { randomUUID } from 'node:crypto'
import type { Server } from 'node:http'
import Fastify, { type FastifyHttpOptions, type FastifyInstance, type FastifyServerOptions } from 'fastify'
import type { EventQueries, QueryHistory } from '../domain/explore-ports.ts'
import type { Invocations } from '../domain/invocation-ports.ts'
import type { ApiTokenStore } from '../domain/api-token.ts'
import type { Clock, Quarantine, UsageStore } from '../domain/ports.ts'
import type { PriceStore } from '../domain/price-ports.ts'
import { addApi } from './api/api.ts'
import { addAuth, type AccessOf } from './auth/add-auth.ts'
import { apiTokens } from './auth/api-tokens.ts'
import type { Authenticator } from './auth/authenticator.ts'
import { withTokens } from './auth/with-tokens.ts'
import { boundedStore } from './bounded-store.ts'
import { firstTokenReader, type FirstTokenPort } from './first-token-metrics.ts'
import { LOCAL_LIMITS, type Limits } from './limits.ts'
import { loggerOptions } from './logger-options.ts'
import { addAssets } from './plugins/assets.ts'
import { addCompression } from './plugins/compress.ts'
import { addErrorPages } from './plugins/errors.ts'
import { addForms } from './plugins/forms.ts'
import { addHxNonces } from './plugins/hx-nonces.ts'
import { addLoadShedding } from './plugins/load-shedding.ts'
import { addLocalHosts } from './plugins/local-hosts.ts'
import { noteMethods } from './plugins/methods.ts'
import { addQueryRules } from './plugins/query-rules.ts'
import { addRateLimit } from './plugins/rate-limit.ts'
import { addRequestIds } from './plugins/request-ids.ts'
import { addAddressLimit, MAX_BODY_BYTES, MAX_HEADER_BYTES } from './plugins/request-size.ts'
import { addSameSite } from './plugins/same-site.ts'
import { addSecurityHeaders } from './plugins/security.ts'
import { addViews } from './plugins/views.ts'
import { priceData } from './price-data.ts'
import { quarantineData } from './quarantine-data.ts'
import { readableUrl } from './readable-url.ts'
import { addExploreRoutes } from './routes/explore.ts'
import { addHealthRoutes } from './routes/health.ts'
import { addMetricsRoute } from './routes/metrics.ts'
import { addPipelineRoute } from './routes/pipeline.ts'
import { addPricingRoutes } from './routes/pricing.ts'
import { addTokenRoutes } from './routes/tokens.ts'
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
  /** The single calls of the event table; null, or left out, where none is at hand. */
  readonly invocations?: Invocations | null
  /** Queries that admins write, and what they asked before; left out where no event table is at hand. */
  readonly queries?: EventQueries
  readonly queryHistory?: QueryHistory
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
  /** Tokens that programs ask with; without a place to keep them there are none. */
  readonly tokens?: ApiTokenStore
  /** How long a page waits for an answer of the store; 1.5 seconds by default. */
  readonly storeTimeoutMs?: number
  /** Where people reach the server, as `https://usage.example.com`; by default, whatever host they name. */
  readonly publicUrl?: string | null
  /** Whether only its own machine reaches it, and nobody signs in; not by default. */
  readonly isLocal?: boolean
  /** Ranges of addresses of proxies whose word on where a request comes from counts; none by default. */
  readonly trustedProxies?: readonly string[]
  /** By default those of a server that only its own machine reaches. */
  readonly limits?: Limits
  /** Fastify's logger option; requests are logged by path, without query and headers. */
  readonly logger: FastifyServerOptions['logger']
}

const STORE_TIMEOUT_MS = 1_500
/** A query of the event table takes seconds on Athena. */
const EVENT_TABLE_TIMEOUT_MS = 30_000

/** The web application as a value: nothing listens until somebody says so. */
export async function buildApp(options: AppOptions): Promise<FastifyInstance> {
  const { publicUrl = null, limits = LOCAL_LIMITS } = options
  const { clock, logSource, accountNames, storeTimeoutMs = STORE_TIMEOUT_MS } = options
  const app = Fastify(serverOptions(options, limits))
  noteMethods(app)
  addRequestIds(app)
  addHxNonces(app)
  addCompression(app)
  await addSecurityHeaders(app, publicUrl)
  addErrorPages(app)
  await addLoadShedding(app, limits)
  await addRateLimit(app, limits)
  addAddressLimit(app)
  if (options.isLocal === true) addLocalHosts(app, publicUrl)
  addSameSite(app, publicUrl)
  const tokens = options.tokens ? apiTokens(boundedStore(options.tokens, storeTimeoutMs), clock) : null
  await addAuth(app, tokens === null ? options.authenticator : withTokens(options.authenticator, tokens), options.accessOf)
  addQueryRules(app)
  await addAssets(app)
  await addViews(app, options.notice)
  addForms(app)
  const usage = boundedStore(options.usage, storeTimeoutMs)
  const quarantine = quarantineData(boundedStore(options.quarantine, storeTimeoutMs), clock)
  addHealthRoutes(app, usage, options.authenticator)
  const data = usageData(usage, clock)
  const priceStore = boundedStore(options.prices, storeTimeoutMs)
  const prices = priceData(priceStore, clock)
  const invocations = options.invocations ? boundedStore(options.invocations, EVENT_TABLE_TIMEOUT_MS) : null
  const readFirstToken = firstTokenReader(options.timeToFirstToken, clock)
  app.decorate('usageViews', addUsagePages(app, { data, clock, logSource, accountNames, prices, readFirstToken, invocations }))
  addPipelineRoute(app, { data, quarantine, clock, logSource, accountNames })
  addPricingRoutes(app, { data, usage, prices: priceStore, priceData: prices, clock })
  if (options.queries !== undefined && options.queryHistory !== undefined) {
    const queries = boundedStore(options.queries, EVENT_TABLE_TIMEOUT_MS)
    addExploreRoutes(app, { data, queries, history: boundedStore(options.queryHistory, storeTimeoutMs), clock })
  }
  if (tokens !== null) addTokenRoutes(app, tokens)
  addMetricsRoute(app, { data, quarantine, clock })
  addApi(app, { data, prices: priceStore, quarantine, accountNames, clock })
  return app
}

/** Load balancers keep idle connections for a minute: one that we close first could have a request on its way. */
const KEEP_ALIVE_MS = 75_000

function serverOptions({ logger, trustedProxies = [] }: AppOptions, limits: Limits): FastifyHttpOptions<Server> {
  return {
    logger: loggerOptions(logger),
    // Ids are ours: a client's could be anything, and is not looked at.
    genReqId: () => randomUUID(),
    rewriteUrl: ({ url }) => readableUrl(url ?? '/'),
    trustProxy: trustedProxies.length === 0 ? false : [...trustedProxies],
    bodyLimit: MAX_BODY_BYTES,
    connectionTimeout: 120_000,
    requestTimeout: limits.requestTimeoutMs,
    keepAliveTimeout: KEEP_ALIVE_MS,
    http: {
      headersTimeout: limits.headersTimeoutMs, connectionsCheckingInterval: limits.timeoutCheckMs, maxHeaderSize: MAX_HEADER_BYTES,
    },
  }
}
