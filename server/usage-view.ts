import type { FastifyInstance } from 'fastify'
import type { Access } from '../domain/access.ts'
import type { Clock } from '../domain/ports.ts'
import { pageHref, type OwnParameters, type PageState } from './page-state.ts'
import { isFormRequest, regionOf, varyByRegion } from './plugins/regions.ts'
import { sendPage } from './plugins/views.ts'
import type { UsageData } from './usage-data.ts'
import { readWindow, type WindowWithBuckets } from './usage-window.ts'
import type { LogSource } from './view-models/freshness.ts'
import { shellView, type PageView } from './view-models/shell.ts'
import { zoneOfCookie } from './view-models/time-zone-choices.ts'

/**
 * A page about usage: everything below its toolbar. The shell adds the rest (title, time range, filters, freshness, empty
 * state), as the regions `view` (all of it), `filters` and `freshness`.
 */
export interface UsagePage<S extends PageState, R, V extends PageView> {
  /** `/models` */
  readonly path: string
  /** `models`: views/pages/models.eta puts the panels together. */
  readonly name: string
  readonly title: string
  /** Ids of the elements that are refreshed one by one, each a template of the same name in views/partials/. */
  readonly regions: readonly string[]
  /** Query string → state; throws a QueryError that names the parameter at fault. */
  readonly parse: (text: string) => S
  /** The state's own parameters for links, null where they are as they are by default. */
  readonly own: (state: S) => OwnParameters
  readonly report: (data: UsageData, access: Access, state: S, now: Date, usage: WindowWithBuckets) => Promise<R>
  readonly view: (state: S, numbers: R, now: Date, context: PageContext) => V
}

/** What view models need besides state and numbers. */
export interface PageContext {
  readonly usage: WindowWithBuckets
  readonly logSource: LogSource
  /** Friendly names of accounts, by account id. */
  readonly accountNames: ReadonlyMap<string, string>
}

export interface UsageViewOptions {
  readonly data: UsageData
  readonly clock: Clock
  readonly logSource: LogSource
  readonly accountNames: ReadonlyMap<string, string>
}

/** Regions that every page about usage has besides its own. */
export const SHELL_REGIONS = ['view', 'filters', 'freshness'] as const

export interface ServedView {
  readonly path: string
  readonly regions: readonly string[]
}

/** Serves a page about usage, and each of its regions alone, at one address. */
export function addUsageView<S extends PageState, R, V extends PageView>(
  app: FastifyInstance, page: UsagePage<S, R, V>, { data, clock, logSource, accountNames }: UsageViewOptions,
): ServedView {
  const regions = [...SHELL_REGIONS, ...page.regions]
  app.get(page.path, { onRequest: varyByRegion, config: { access: 'viewer' } }, async (request, reply) => {
    const { access } = request
    const text = request.url.split('?')[1] ?? ''
    const browserZone = zoneOfCookie(request.headers.cookie)
    const state = page.parse(text)
    // A bare address opens in the zone of whoever asks, and says so: copied, it shows the same to others.
    if (text === '' && browserZone !== null && browserZone !== state.query.timeZone) {
      return reply.redirect(pageHref(page.path, { ...state, query: { ...state.query, timeZone: browserZone } }), 302)
    }
    const now = clock()
    const usage = await readWindow(data, access, state.query, now)
    const context = { usage, logSource, accountNames }
    const region = regionOf(request, regions)
    const shell = () => shellView(page, state, { text, browserZone }, now, context)
    const content = async () => page.view(state, await page.report(data, access, state, now, usage), now, context)
    if (region === 'filters' || region === 'freshness') return sendPage(request, reply, 'usage', regions, shell())
    if (region !== null && region !== 'view') return sendPage(request, reply, 'usage', regions, await content())
    // A form sends all of its fields; the address bar gets those that say something.
    if (isFormRequest(request)) reply.header('hx-push-url', pageHref(page.path, state, page.own(state)))
    return sendPage(request, reply, 'usage', regions, { ...shell(), ...await content(), body: `/pages/${page.name}` })
  })
  return { path: page.path, regions }
}
