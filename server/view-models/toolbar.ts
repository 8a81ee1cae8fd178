import { filterOptions } from '../../domain/filter-options.ts'
import { ALL_USAGE } from '../../domain/usage-filter.ts'
import type { UsageQuery } from '../../domain/usage-query.ts'
import { optionSearches, type PageState } from '../page-state.ts'
import type { PageContext } from '../usage-view.ts'
import { chips, type ChipView } from './chips.ts'
import { displayOptions, type DisplayOptions } from './display-options.ts'
import { filtersView, type FiltersView } from './filter-menus.ts'
import { freshness, type FreshnessView } from './freshness.ts'
import { rangeControl, type RangeView } from './range-control.ts'
import { refreshControl, type RefreshView } from './refresh-control.ts'

export interface ToolbarView {
  readonly range: RangeView
  readonly display: DisplayOptions
  readonly filters: FiltersView
  readonly chips: readonly ChipView[]
  readonly clearHref: string
  readonly freshness: FreshnessView
  readonly refresh: RefreshView
  /** A link that shows the same to everybody. */
  readonly link: string
}

export interface ToolbarSpec {
  readonly state: PageState
  /** This page with something changed. */
  readonly hrefOf: (changed: Partial<PageState>) => string
  /** The query string as it was asked for. */
  readonly text: string
  readonly now: Date
  readonly context: PageContext
  /** The page's own regions. */
  readonly regions: readonly string[]
  /** Time zone of whoever asks, where it is known. */
  readonly browserZone: string | null
}

export function toolbar({ state, hrefOf, text, now, context, regions, browserZone }: ToolbarSpec): ToolbarView {
  const { query } = state
  const { accountNames, logSource, person, usage: { window, buckets } } = context
  const queryHref = (changed: UsageQuery) => hrefOf({ query: changed })
  const clearHref = queryHref({ ...query, filter: ALL_USAGE })
  return {
    range: rangeControl(query, window, queryHref),
    display: displayOptions(query, window.step, browserZone, queryHref),
    filters: filtersView({
      filter: query.filter, options: filterOptions(buckets), searches: optionSearches(text), accountNames, clearHref,
      hasCallers: person === null,
    }),
    chips: chips(query.filter, accountNames, (filter) => queryHref({ ...query, filter })),
    clearHref,
    freshness: freshness(window.freshness, now, logSource, { zoneName: query.timeZone, accountNames }),
    refresh: refreshControl(state.refresh, (refresh) => hrefOf({ refresh }), ['freshness', ...regions]),
    link: hrefOf({}),
  }
}
