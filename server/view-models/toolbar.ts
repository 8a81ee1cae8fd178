import { MS_PER_HOUR } from '../../domain/calendar.ts'
import { ALL_USAGE, type UsageFilter } from '../../domain/usage-filter.ts'
import type { RelativeRange } from '../../domain/usage-query.ts'
import { overviewHref, type OverviewState } from '../overview-state.ts'
import type { OverviewReport } from '../overview-report.ts'
import { filterParts } from './filter-links.ts'
import { formatInstant } from './format-time.ts'
import { freshness, type FreshnessView, type LogSource } from './freshness.ts'
import { refreshControl, type LinkView, type RefreshView } from './refresh-control.ts'

export interface ToolbarView {
  readonly ranges: readonly LinkView[]
  readonly chips: readonly { readonly kind: string; readonly label: string; readonly title: string; readonly href: string }[]
  readonly clearHref: string
  readonly freshness: FreshnessView
  readonly refresh: RefreshView
  readonly period: string
}

/** The ranges that pages offer, from the shortest on. */
export const OFFERED_RANGES: readonly { readonly range: RelativeRange; readonly label: string; readonly title: string }[] = [
  { range: '24h', label: '24 h', title: 'The last 24 hours' },
  { range: '7d', label: '7 d', title: 'The last 7 days' },
  { range: '30d', label: '30 d', title: 'The last 30 days' },
  { range: '90d', label: '90 d', title: 'The last 90 days' },
  { range: 'mtd', label: 'Month', title: 'This month so far' },
  { range: 'all', label: 'All', title: 'Everything there is' },
]

export function toolbar(
  state: OverviewState, numbers: OverviewReport, now: Date, logSource: LogSource, nameOfModel: (id: string) => string,
): ToolbarView {
  const { query } = state
  const filtered = (filter: UsageFilter) => overviewHref({ ...state, query: { ...query, filter } })
  return {
    ranges: OFFERED_RANGES.map(({ range, label, title }) => ({
      label, title, current: query.range === range, href: overviewHref({ ...state, query: { ...query, range } }),
    })),
    chips: filterParts(query.filter).map(({ kind, value, excluded, without }) => ({
      kind: excluded ? `not ${kind.toLowerCase()}` : kind,
      label: kind === 'Model' ? nameOfModel(value) : value === '' ? '(none)' : value,
      title: `${value}: remove this filter`,
      href: filtered(without),
    })),
    clearHref: filtered(ALL_USAGE),
    freshness: freshness(numbers.freshness, now, logSource),
    refresh: refreshControl(state.refresh, (refresh) => overviewHref({ ...state, refresh })),
    period: period(numbers, query.timeZone),
  }
}

function period({ range, step }: OverviewReport, zone: string): string {
  const instant = (hour: number) => formatInstant(new Date(hour * MS_PER_HOUR).toISOString()).replace(' UTC', '')
  const zoneNote = zone === 'UTC' ? '' : ` · days cut in ${zone}`
  return `${instant(range.from)} – ${instant(range.to)} UTC, by ${step}${zoneNote}`
}
