import { formatUsageQuery, isFilterParameter, parseUsageQuery, type UsageQuery } from '../domain/usage-query.ts'
import { single } from '../domain/query-parameters.ts'
import { CSV_PARAMETERS } from './csv-download.ts'
import { DEFAULT_REFRESH, refreshParameter, type RefreshChoice } from './refresh-choice.ts'

/** What every page about usage shows: a link holds it, together with what the page adds, and nothing else does. */
export interface PageState {
  readonly query: UsageQuery
  readonly refresh: RefreshChoice
  /** The page that explains the costs shown, where it is not that of everybody's. */
  readonly explainPath?: string
}

/** Parameters of a page's own by name; null for one that is as it is by default. */
export type OwnParameters = Readonly<Record<string, string | null>>

/**
 * Texts that the lists of filter options are searched for, as `find-caller`: they choose among options, and are no part
 * of what a page shows, so that no link repeats them.
 */
const FIND = 'find-'

/** Query string → state. `own` names the page's own parameters. Throws a QueryError that names the parameter at fault. */
export function parsePageState(text: string, own: readonly string[] = []): PageState {
  const parameters = new URLSearchParams(text)
  const searches = [...parameters.keys()].filter(isSearch)
  for (const name of searches) single(parameters, name)
  return {
    query: parseUsageQuery(text, ['refresh', ...CSV_PARAMETERS, ...searches, ...own]),
    refresh: refreshParameter(parameters),
  }
}

function isSearch(name: string): boolean {
  return name.startsWith(FIND) && isFilterParameter(name.slice(FIND.length))
}

/** The texts that options are searched for, by the parameter of their filter: `caller`, `tag.team`. */
export function optionSearches(text: string): ReadonlyMap<string, string> {
  const given = [...new URLSearchParams(text)].filter(([name, value]) => name.startsWith(FIND) && value.trim() !== '')
  return new Map(given.map(([name, value]) => [name.slice(FIND.length), value.trim()]))
}

/**
 * State → link; what is as it is by default is left out. A link that would say nothing at all names its time zone, because
 * a bare address is the one that opens in the zone of whoever reads it.
 */
export function pageHref(path: string, { query, refresh }: PageState, own: OwnParameters = {}): string {
  const parameters = new URLSearchParams(formatUsageQuery(query))
  for (const [name, value] of Object.entries(own)) if (value !== null) parameters.append(name, value)
  if (refresh !== DEFAULT_REFRESH) parameters.append('refresh', refresh)
  if (parameters.size === 0) parameters.append('tz', query.timeZone)
  return `${path}?${parameters.toString()}`
}
