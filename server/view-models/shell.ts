import { pageHref, type OwnParameters, type PageState } from '../page-state.ts'
import type { PageContext } from '../usage-view.ts'
import { emptyState, type EmptyView } from './empty-state.ts'
import { nothingYet } from './nothing-yet.ts'
import { toolbar, type ToolbarView } from './toolbar.ts'

/** What a page about usage gives to the shell around it. */
export interface PageView {
  /** True if no call passes the filters: the shell says why, in place of the page. */
  readonly isEmpty: boolean
}

export interface ShellView extends ToolbarView {
  readonly title: string
  /** What links to other pages take along: time range, zone, filters. */
  readonly shared: string
  /** What to show where there are no calls. */
  readonly empty: EmptyView
}

export interface ShellPage<S extends PageState> {
  readonly path: string
  readonly title: string
  /** By the ids of its regions. */
  readonly panels: Readonly<Record<string, string>>
  readonly own: (state: S) => OwnParameters
}

/** How a page was asked for, apart from what it is to show. */
export interface Asked {
  /** The query string as it came. */
  readonly text: string
  /** Time zone of whoever asks, where it is known. */
  readonly browserZone: string | null
}

/** Everything around a page: its toolbar, and what stands in its place where there is nothing to show. */
export function shellView<S extends PageState>(
  page: ShellPage<S>, state: S, asked: Asked, now: Date, context: PageContext,
): ShellView {
  const own = page.own(state)
  const hrefOf = (changed: Partial<PageState>) => pageHref(page.path, { ...state, ...changed }, own)
  return {
    ...toolbar({ state, hrefOf, now, context, ...asked, regions: Object.keys(page.panels) }),
    title: page.title,
    shared: pageHref('', state).slice(1),
    empty: nothingYet(context) ?? emptyState(state.query, context.usage.window.freshness.newestEvent, now, (query) => hrefOf({ query })),
  }
}
