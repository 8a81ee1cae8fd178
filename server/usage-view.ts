import type { FastifyInstance } from 'fastify'
import { accessibleNames, type Access } from '../domain/access.ts'
import type { Identity } from '../domain/identity.ts'
import type { Clock } from '../domain/ports.ts'
import { askedTable, sendCsvTable } from './csv-download.ts'
import { pageHref, type OwnParameters, type PageState } from './page-state.ts'
import { failureOf, logFailure } from './plugins/errors.ts'
import { isFormRequest, regionOf, varyByRegion } from './plugins/regions.ts'
import { sendPage } from './plugins/views.ts'
import { reportMemo } from './report-memo.ts'
import type { UsageData } from './usage-data.ts'
import { readWindow, windowWithoutData, type WindowWithBuckets } from './usage-window.ts'
import { UNKNOWN_FRESHNESS, type LogSource } from './view-models/freshness.ts'
import { panelFailures, type FailureSpec } from './view-models/panel-failures.ts'
import { shellView, type PageView, type ShellView } from './view-models/shell.ts'
import { csvHrefs, type CsvTable } from './view-models/table-csv.ts'
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
  /** Ids of the elements that are refreshed one by one, each a template of the same name in views/partials/, and what they show. */
  readonly panels: Readonly<Record<string, string>>
  /** Query string → state; throws a QueryError that names the parameter at fault. */
  readonly parse: (text: string) => S
  /** The state's own parameters for links, null where they are as they are by default. */
  readonly own: (state: S) => OwnParameters
  readonly report: (data: UsageData, access: Access, state: S, now: Date, usage: WindowWithBuckets) => Promise<R>
  readonly view: (state: S, numbers: R, now: Date, context: PageContext) => V
  /** Of a page for whoever is signed in, with a role or without: what of all usage is theirs. */
  readonly ownAccess?: (identity: Identity) => Access
  /** Those of its tables that can be had as CSV. */
  readonly tables?: (view: V) => readonly CsvTable[]
  /** False of numbers that may change though usage does not: they are computed for every request. All are kept by default. */
  readonly mayKeep?: (numbers: R) => boolean
}

/** What view models need besides state and numbers. */
export interface PageContext {
  readonly usage: WindowWithBuckets
  readonly access: Access
  /** Whoever asks, where only what is theirs is shown. */
  readonly person: Identity | null
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

const MS_PER_MINUTE = 60_000

export interface ServedView {
  readonly path: string
  readonly regions: readonly string[]
  /** Whether it shows what is of whoever asks alone, of whom there is but one caller. */
  readonly isOwn: boolean
}

/**
 * Serves a page about usage, and each of its regions alone, at one address. What all regions are made of is computed once for
 * the same state, access, minute and version of the data.
 */
export function addUsageView<S extends PageState, R, V extends PageView>(
  app: FastifyInstance, page: UsagePage<S, R, V>, { data, clock, logSource, accountNames }: UsageViewOptions,
): ServedView {
  const regions = [...SHELL_REGIONS, ...Object.keys(page.panels)]
  const windows = reportMemo<WindowWithBuckets>()
  const reports = reportMemo<R>(page.mayKeep && { mayKeep: page.mayKeep })

  const config = { access: page.ownAccess === undefined ? 'viewer' : 'self' } as const
  app.get(page.path, { onRequest: varyByRegion, config }, async (request, reply) => {
    const access = page.ownAccess?.(request.identity) ?? request.access
    const person = page.ownAccess === undefined ? null : request.identity
    const text = request.url.split('?')[1] ?? ''
    const browserZone = zoneOfCookie(request.headers.cookie)
    const state = page.parse(text)
    const csvTable = askedTable(text)
    // A bare address opens in the zone of whoever asks, and says so: copied, it shows the same to others.
    if (text === '' && browserZone !== null && browserZone !== state.query.timeZone) {
      return reply.redirect(pageHref(page.path, { ...state, query: { ...state.query, timeZone: browserZone } }), 302)
    }
    const now = clock()
    const key = JSON.stringify([access, pageHref(page.path, state, page.own(state))])
    const contextOf = (usage: WindowWithBuckets) =>
      ({ usage, access, person, logSource, accountNames: accessibleNames(access, accountNames, usage.sources) })
    const read = async () => {
      const stamp = `${await data.version()} ${Math.floor(now.getTime() / MS_PER_MINUTE)}`
      return { stamp, usage: await windows.get(stamp, key, () => readWindow(data, access, state.query, now)) }
    }
    const shell = ({ usage }: Pick<Known, 'usage'>) => shellView(page, state, { text, browserZone }, now, contextOf(usage))
    const content = async ({ stamp, usage }: Known) => {
      const numbers = await reports.get(stamp, key, () => page.report(data, access, state, now, usage))
      return page.view(state, numbers, now, contextOf(usage))
    }
    const tablesOf = (view: V) => page.tables?.(view) ?? []
    const withCsv = (view: V) => ({ ...view, csvHrefs: csvHrefs(pageHref(page.path, state, page.own(state)), tablesOf(view)) })

    if (csvTable !== null) return sendCsvTable(reply, tablesOf(await content(await read())), csvTable)
    const region = regionOf(request, regions)
    if (region === 'filters' || region === 'freshness') return sendPage(request, reply, 'usage', regions, shell(await read()))
    if (region !== null && region !== 'view') return sendPage(request, reply, 'usage', regions, withCsv(await content(await read())))
    // A form sends all of its fields; the address bar gets those that say something.
    if (isFormRequest(request)) reply.header('hx-push-url', pageHref(page.path, state, page.own(state)))
    let known: Known | null = null
    try {
      known = await read()
      return await sendPage(request, reply, 'usage', regions, { ...shell(known), ...withCsv(await content(known)), body: `/pages/${page.name}` })
    } catch (error) {
      const failure = failureOf(error)
      if (failure === null) throw error
      logFailure(request, error)
      reply.code(failure.status).header('x-request-id', request.id)
      const failed = { failure, panels: page.panels, requestId: request.id, retryHref: request.url }
      const around = shell(known ?? { usage: windowWithoutData(state.query, now) })
      return sendPage(request, reply, 'usage', regions, failedView(around, failed, known !== null))
    }
  })
  return { path: page.path, regions, isOwn: page.ownAccess !== undefined }
}

/** Usage, and what it is the usage of: a version of the data, in a minute. */
interface Known {
  readonly stamp: string
  readonly usage: WindowWithBuckets
}

/** The shell with what went wrong in place of each panel. Without usage even the shell is not whole, and is asked for anew as well. */
function failedView(shell: ShellView, failed: Omit<FailureSpec, 'whole'>, hasUsage: boolean): object {
  const view = { ...shell, isEmpty: false, body: '/pages/failed', failed: panelFailures({ ...failed, whole: hasUsage ? null : 'view' }) }
  return hasUsage ? view : { ...view, freshness: UNKNOWN_FRESHNESS, refresh: { ...shell.refresh, regions: ['view'] } }
}
