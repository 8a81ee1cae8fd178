import type { Period } from './bucket.ts'
import { isGroupKey, type GroupKey } from './group-keys.ts'
import { QueryError } from './query-error.ts'
import { choice, given, single } from './query-parameters.ts'
import { absoluteHours } from './query-range.ts'
import { isTimeZone } from './time-zone.ts'
import { ALL_USAGE, type UsageFilter, type ValueFilter } from './usage-filter.ts'

export const RELATIVE_RANGES = ['1h', '24h', '7d', '30d', '90d', 'mtd', 'last-month', 'all'] as const
export type RelativeRange = (typeof RELATIVE_RANGES)[number]

/**
 * From ≤ t < to; each an ISO instant with a zone, or in the query's time zone a local time (`2026-07-18T09:30`) or a day
 * (`2026-07-18`), which means its start.
 */
export interface AbsoluteRange {
  readonly from: string
  readonly to: string
}

export const GRANULARITIES = ['auto', 'hour', 'day', 'month'] as const satisfies readonly ('auto' | Period)[]
export const COMPARISONS = ['none', 'previous'] as const

/** Which usage a page shows, and how. A relative range stays relative, so that a link keeps its meaning. */
export interface UsageQuery {
  readonly range: RelativeRange | AbsoluteRange
  readonly timeZone: string
  readonly filter: UsageFilter
  /** In this order. */
  readonly groupBy: readonly GroupKey[]
  readonly granularity: (typeof GRANULARITIES)[number]
  readonly compare: (typeof COMPARISONS)[number]
}

export const DEFAULT_USAGE_QUERY: UsageQuery = {
  range: '30d', timeZone: 'UTC', filter: ALL_USAGE, groupBy: [], granularity: 'auto', compare: 'previous',
}

/** Enough for some two hundred callers by e-mail, and less than servers and proxies take. */
export const MAX_QUERY_LENGTH = 7000

/** Filters by the name of their parameter; `not-` before it excludes. */
const FILTERS = { account: 'accounts', region: 'regions', model: 'models', caller: 'callers' } as const
const TAG = 'tag.'
const NOT = 'not-'
const SINGLE = ['range', 'from', 'to', 'tz', 'granularity', 'compare'] as const
const REPEATED = ['group', ...Object.keys(FILTERS).flatMap((name) => [name, NOT + name])]

/**
 * Query string → query. Values that are left empty, as forms send them, count as not given (but for tags, where empty means
 * "without the tag"). `pageParameters` are the page's own and ignored here. Throws a QueryError that names the parameter.
 */
export function parseUsageQuery(text: string, pageParameters: readonly string[] = []): UsageQuery {
  if (text.length > MAX_QUERY_LENGTH) throw new QueryError('query', `has ${text.length} characters, more than ${MAX_QUERY_LENGTH}`)
  const parameters = new URLSearchParams(text)
  for (const name of parameters.keys()) {
    const known = SINGLE.some((single) => single === name) || REPEATED.includes(name) || tagOf(name) !== null
    if (!known && !pageParameters.includes(name)) throw new QueryError(name, 'no such parameter')
  }
  const timeZone = single(parameters, 'tz') ?? DEFAULT_USAGE_QUERY.timeZone
  if (!isTimeZone(timeZone)) throw new QueryError('tz', `no time zone is called "${timeZone}"`)
  return {
    range: parseRange(parameters, timeZone),
    timeZone,
    filter: parseFilter(parameters),
    groupBy: parseGroupBy(parameters),
    granularity: choice(parameters, 'granularity', GRANULARITIES) ?? DEFAULT_USAGE_QUERY.granularity,
    compare: choice(parameters, 'compare', COMPARISONS) ?? DEFAULT_USAGE_QUERY.compare,
  }
}

/** Query → query string without `?`: defaults dropped, in one order, so that equal queries give equal texts. */
export function formatUsageQuery(query: UsageQuery): string {
  const { range, timeZone, filter, groupBy, granularity, compare } = query
  const parameters = new URLSearchParams()
  if (typeof range === 'object') {
    parameters.append('from', range.from)
    parameters.append('to', range.to)
  } else if (range !== DEFAULT_USAGE_QUERY.range) parameters.append('range', range)
  if (timeZone !== DEFAULT_USAGE_QUERY.timeZone) parameters.append('tz', timeZone)
  for (const [name, field] of Object.entries(FILTERS)) appendFilter(parameters, name, withoutEmpty(filter[field]))
  for (const tag of Object.keys(filter.tags).sort()) appendFilter(parameters, TAG + tag, filter.tags[tag])
  for (const key of groupBy) parameters.append('group', key)
  if (granularity !== DEFAULT_USAGE_QUERY.granularity) parameters.append('granularity', granularity)
  if (compare !== DEFAULT_USAGE_QUERY.compare) parameters.append('compare', compare)
  return parameters.toString()
}

function parseRange(parameters: URLSearchParams, timeZone: string): UsageQuery['range'] {
  const relative = choice(parameters, 'range', RELATIVE_RANGES)
  const from = single(parameters, 'from')
  const to = single(parameters, 'to')
  if (from === null && to === null) return relative ?? DEFAULT_USAGE_QUERY.range
  if (relative !== null) throw new QueryError('range', 'is given together with from or to')
  if (from === null) throw new QueryError('from', 'is missing, to is given')
  if (to === null) throw new QueryError('to', 'is missing, from is given')
  absoluteHours({ from, to }, timeZone)
  return { from, to }
}

function parseGroupBy(parameters: URLSearchParams): GroupKey[] {
  const keys: GroupKey[] = []
  for (const text of given(parameters, 'group')) {
    if (!isGroupKey(text)) throw new QueryError('group', `usage cannot be grouped by "${text}"`)
    if (keys.includes(text)) throw new QueryError('group', `"${text}" is given twice`)
    keys.push(text)
  }
  return keys
}

function parseFilter(parameters: URLSearchParams): UsageFilter {
  const values = (name: string): ValueFilter => ({
    include: inOrder(given(parameters, name)),
    exclude: inOrder(given(parameters, NOT + name)),
  })
  const tags = inOrder([...parameters.keys()].map(tagOf).filter((tag) => tag !== null))
  return {
    accounts: values('account'),
    regions: values('region'),
    models: values('model'),
    callers: values('caller'),
    tags: Object.fromEntries(tags.map((tag) => [tag, {
      include: inOrder(parameters.getAll(TAG + tag)),
      exclude: inOrder(parameters.getAll(NOT + TAG + tag)),
    }])),
  }
}

function appendFilter(parameters: URLSearchParams, name: string, filter: ValueFilter | undefined): void {
  for (const value of inOrder(filter?.include ?? [])) parameters.append(name, value)
  for (const value of inOrder(filter?.exclude ?? [])) parameters.append(NOT + name, value)
}

function withoutEmpty({ include, exclude }: ValueFilter): ValueFilter {
  return { include: include.filter((value) => value !== ''), exclude: exclude.filter((value) => value !== '') }
}

/** Whether a parameter filters usage: `caller`, `tag.team`. */
export function isFilterParameter(name: string): boolean {
  return Object.hasOwn(FILTERS, name) || (!name.startsWith(NOT) && tagOf(name) !== null)
}

/** Tag that `tag.team` or `not-tag.team` filters by. */
function tagOf(parameter: string): string | null {
  const name = parameter.startsWith(NOT) ? parameter.slice(NOT.length) : parameter
  return name.startsWith(TAG) && name.length > TAG.length ? name.slice(TAG.length) : null
}

function inOrder(values: readonly string[]): string[] {
  return [...new Set(values)].sort()
}
