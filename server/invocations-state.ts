import { ALL_INVOCATIONS, ANY_ERROR, type InvocationNarrowing, type InvocationPosition } from '../domain/invocation-ports.ts'
import { parseUsd } from '../domain/money.ts'
import { QueryError } from '../domain/query-error.ts'
import { single } from '../domain/query-parameters.ts'
import { ALL_USAGE } from '../domain/usage-filter.ts'
import type { UsageEvent } from '../domain/usage-event.ts'
import { NAME_PARAMETER, pageParameters, type PageParameter } from './page-parameters.ts'
import { pageHref, type PageState } from './page-state.ts'
import { INVOCATION_COLUMNS, SHOWN_INVOCATION_COLUMNS } from './view-models/invocation-columns.ts'

/** All there is to say about which calls are shown, and how. */
export interface InvocationsState extends PageState {
  readonly scope: string | null
  readonly tier: string | null
  readonly kind: string | null
  /** An error code, or ANY_ERROR. */
  readonly error: string | null
  /** Id of one request: then its calls are explained. */
  readonly request: string | null
  /** USD as a decimal, as it was written. */
  readonly 'min-cost': string | null
  readonly 'min-latency': number | null
  readonly 'min-tokens': number | null
  /** Ids of the columns that are shown. */
  readonly columns: readonly string[]
  /** The last call of the page before; null on the first page. */
  readonly after: InvocationPosition | null
}

export const INVOCATIONS_PATH = '/invocations'

const NUMBER: PageParameter<number | null> = {
  names: (field) => [field],
  parse(parameters, field) {
    const text = single(parameters, field)
    if (text === null) return null
    const number = Number(text)
    if (!/^\d{1,15}$/.test(text)) throw new QueryError(field, `wants a whole number, not "${text}"`)
    return number
  },
  format: (value, field) => ({ [field]: value === null ? null : String(value) }),
}

const USD: PageParameter<string | null> = {
  names: (field) => [field],
  parse(parameters, field) {
    const text = single(parameters, field)
    if (text === null) return null
    try {
      if (parseUsd(text) >= 0n) return text
    } catch {
      // Told below, with what it should be.
    }
    throw new QueryError(field, `wants dollars such as 0.25, not "${text}"`)
  },
  format: (value, field) => ({ [field]: value }),
}

const SEPARATOR = '.'

/** As links write it (`caller.cost`) and as a form with a box for each column sends it (once per column). */
const COLUMNS: PageParameter<readonly string[]> = {
  names: (field) => [field],
  parse(parameters, field) {
    const chosen = parameters.getAll(field).flatMap((text) => text.split(SEPARATOR)).filter((id) => id !== '')
    const unknown = chosen.find((id) => !INVOCATION_COLUMNS.some((column) => column.id === id))
    if (unknown !== undefined) throw new QueryError(field, `there is no column "${unknown}"`)
    return chosen.length === 0 ? SHOWN_INVOCATION_COLUMNS : INVOCATION_COLUMNS.map(({ id }) => id).filter((id) => chosen.includes(id))
  },
  format(value, field) {
    const text = value.join(SEPARATOR)
    return { [field]: text === SHOWN_INVOCATION_COLUMNS.join(SEPARATOR) ? null : text }
  },
}

const POSITION = /^(\d{1,15})~(\d{12})~([a-z0-9-]{1,40})~(.{1,400})$/s

const AFTER: PageParameter<InvocationPosition | null> = {
  names: (field) => [field],
  parse(parameters, field) {
    const text = single(parameters, field)
    if (text === null) return null
    const [, at = '', accountId = '', region = '', requestId = ''] = POSITION.exec(text) ?? []
    if (requestId === '') throw new QueryError(field, 'is no position that a page led to')
    return { atMs: Number(at), accountId, region, requestId }
  },
  format: (value, field) =>
    ({ [field]: value === null ? null : [value.atMs, value.accountId, value.region, value.requestId].join('~') }),
}

export const { parse: parseInvocationsState, format: invocationsParameters } = pageParameters({
  scope: NAME_PARAMETER, tier: NAME_PARAMETER, kind: NAME_PARAMETER, error: NAME_PARAMETER, request: NAME_PARAMETER,
  'min-cost': USD, 'min-latency': NUMBER, 'min-tokens': NUMBER, columns: COLUMNS, after: AFTER,
})

export function narrowingOf(state: InvocationsState): InvocationNarrowing {
  const { scope, tier, kind, error, request } = state
  return { scope, tier, kind, error, requestId: request, minLatencyMs: state['min-latency'], minTokens: state['min-tokens'] }
}

/** Narrows calls down the way that other pages narrow their numbers down. */
export type SharedNarrowing = Partial<Pick<InvocationNarrowing, 'scope' | 'tier' | 'kind' | 'error'>>

/** The page with the calls behind a number. */
export function invocationsHref({ query, refresh }: PageState, { scope, tier, kind, error }: SharedNarrowing = ALL_INVOCATIONS): string {
  const own = { scope: scope ?? null, tier: tier ?? null, kind: kind ?? null, error: error ?? null }
  return pageHref(INVOCATIONS_PATH, { query: { ...query, groupBy: [] }, refresh }, own)
}

/** The page that explains one call: it looks at no other hour and source. */
export function invocationHref({ query, refresh }: PageState, event: UsageEvent): string {
  const hour = event.ts.slice(0, '2026-11-23T05'.length)
  const next = new Date(Date.parse(`${hour}:00Z`) + 3_600_000).toISOString().slice(0, '2026-11-23T05'.length)
  const one = (value: string) => ({ include: [value], exclude: [] })
  const filter = { ...ALL_USAGE, accounts: one(event.account_id), regions: one(event.region) }
  const range = { from: `${hour}:00Z`, to: `${next}:00Z` }
  return pageHref(INVOCATIONS_PATH, { query: { ...query, groupBy: [], filter, range }, refresh }, { request: event.request_id })
}

/** Whether the numbers of other pages can be narrowed down to the same calls. */
export function hasNumbers(state: InvocationsState): boolean {
  return state.request === null && state['min-cost'] === null && state['min-latency'] === null && state['min-tokens'] === null
}

export { ANY_ERROR }
