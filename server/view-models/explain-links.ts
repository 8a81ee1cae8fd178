import { MS_PER_HOUR } from '../../domain/calendar.ts'
import { COST_COMPONENTS } from '../../domain/cell.ts'
import type { HourRange } from '../../domain/ports.ts'
import type { UsageFilter } from '../../domain/usage-filter.ts'
import type { RelativeRange } from '../../domain/usage-query.ts'
import { explainHref, type ExplainNarrowing } from '../explain-state.ts'
import { invocationsHref } from '../invocations-state.ts'
import type { PageState } from '../page-state.ts'
import type { UsageWindow } from '../usage-window.ts'

/** Columns of dollars lead to their explanation, calls to the calls themselves; the others explain themselves. */
export function explainColumns(state: PageState, narrowing: Partial<ExplainNarrowing> = {}): (column: string) => string | null {
  return (column) => {
    if (column === 'cost') return explainHref(state, narrowing)
    // Who sees their own usage alone has no page of single calls.
    if (column === 'calls') return state.explainPath === undefined ? invocationsHref(state, narrowing) : null
    const component = COST_COMPONENTS.find((name) => name === column)
    return component === undefined ? null : explainHref(state, { ...narrowing, component })
  }
}

/** The same calls of other hours. */
export function duringHours(state: PageState, { from, to }: HourRange): PageState {
  return { ...state, query: { ...state.query, range: { from: instantOf(from), to: instantOf(to) } } }
}

export function duringRange(state: PageState, range: RelativeRange): PageState {
  return { ...state, query: { ...state.query, range } }
}

/** The same hours with another filter. */
export function withFilter(state: PageState, filter: UsageFilter): PageState {
  return { ...state, query: { ...state.query, filter } }
}

/** `2026-11-23T05:00Z` */
function instantOf(hour: number): string {
  return `${new Date(hour * MS_PER_HOUR).toISOString().slice(0, '2026-11-23T05:00'.length)}Z`
}

/** What narrows the dollars of a series of a chart down. */
export interface SeriesNarrowing extends Partial<ExplainNarrowing> {
  readonly filter?: UsageFilter
}

/** Makes links for the table behind a chart over time. */
export interface TimeLinks {
  /** Of one series at one time. */
  readonly cell: (time: string | undefined, series: SeriesNarrowing) => () => string | null
  /** Of all series at one time. */
  readonly time: (time: string | undefined) => () => string | null
  /** Of one series at all times, or of all. */
  readonly all: (series?: SeriesNarrowing) => () => string | null
}

/** Of a longer table only the sums are explained: links to each of its numbers would outweigh it by far. */
const MAX_LINKED_TIMES = 120

export function explainTimes(state: PageState, { times, hoursByTime }: Pick<UsageWindow, 'times' | 'hoursByTime'>): TimeLinks {
  const states = new Map([...hoursByTime].map(([time, hours]) => [time, duringHours(state, hours)]))
  const link = (at: PageState | undefined, { filter = state.query.filter, ...narrowing }: SeriesNarrowing = {}) =>
    at === undefined ? null : explainHref(withFilter(at, filter), narrowing)
  return {
    cell: (time, series) => () => (times.length > MAX_LINKED_TIMES ? null : link(states.get(time ?? ''), series)),
    time: (time) => () => link(states.get(time ?? '')),
    all: (series) => () => link(state, series),
  }
}
