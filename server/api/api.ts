import type { FastifyInstance } from 'fastify'
import type { Clock } from '../../domain/ports.ts'
import type { PriceStore } from '../../domain/price-ports.ts'
import { noParameters } from '../plugins/query-rules.ts'
import type { QuarantineData } from '../quarantine-data.ts'
import type { UsageData } from '../usage-data.ts'
import type { ApiRoute } from './api-route.ts'
import { callersRoute, modelsRoute } from './dimension.ts'
import { focusRoute } from './focus.ts'
import { openApi } from './openapi.ts'
import { pipelineRoute } from './pipeline.ts'
import { pricesRoute } from './prices.ts'
import { sendListing, sendText } from './send-listing.ts'
import { usageRoute } from './usage.ts'

export interface ApiOptions {
  readonly data: UsageData
  readonly prices: Pick<PriceStore, 'read'>
  readonly quarantine: QuarantineData
  readonly accountNames: ReadonlyMap<string, string>
  readonly clock: Clock
}

export const API_PATH = '/api/v1'

/** Every address of the API but its own description. */
export function apiRoutes(options: ApiOptions): ApiRoute[] {
  const { data, prices, quarantine } = options
  return [
    usageRoute(data), modelsRoute(data), callersRoute(data), focusRoute(options), pricesRoute(prices), pipelineRoute(data, quarantine),
  ]
}

/** Serves the API: what pages show, for programs. */
export function addApi(app: FastifyInstance, options: ApiOptions): void {
  const routes = apiRoutes(options)
  for (const route of routes) {
    app.get(API_PATH + route.path, { config: { access: 'viewer', tokens: true } }, async (request, reply) => {
      const query = request.url.split('?')[1] ?? ''
      const listing = await route.list({ access: request.access, query, now: options.clock(), log: request.log })
      return sendListing(request, reply, new URLSearchParams(query), listing)
    })
  }
  const description = JSON.stringify(openApi(routes, API_PATH))
  app.get(`${API_PATH}/openapi.json`, { onRequest: noParameters, config: { access: 'self', tokens: true } }, (request, reply) =>
    sendText(request, reply.header('cache-control', 'private, no-cache'), 'application/json; charset=utf-8', description))
}
