import { ALL_USAGE } from '../../domain/usage-filter.ts'
import type { UsageQuery } from '../../domain/usage-query.ts'
import { isFiltered } from './filter-links.ts'
import { formatInstant } from './format-time.ts'

export interface EmptyView {
  readonly title: string
  readonly text: string
  readonly action: { readonly href: string; readonly label: string } | null
}

const DAY_MS = 86_400_000

/** Why there is nothing to show, and what to do next. */
export function emptyState(
  query: UsageQuery, newestEvent: string | null, now: Date, hrefOf: (query: UsageQuery) => string,
): EmptyView {
  if (newestEvent === null) {
    return {
      title: 'No usage yet',
      text: 'No invocation log has been processed so far. Calls show up here within minutes of the first log file: '
        + 'check that model invocation logging is switched on and writes to the place that this server reads.',
      action: null,
    }
  }
  if (isFiltered(query.filter)) {
    return {
      title: 'No calls match these filters',
      text: 'There is usage, but none in this period that passes all of the filters above.',
      action: { href: hrefOf({ ...query, filter: ALL_USAGE }), label: 'Clear all filters' },
    }
  }
  const { range, label } = rangeReaching(now.getTime() - Date.parse(newestEvent))
  return {
    title: 'No calls in this period',
    text: `The newest call there is was made on ${formatInstant(newestEvent)}.`,
    action: { href: hrefOf({ ...query, range }), label },
  }
}

function rangeReaching(ageMs: number): { range: '7d' | '30d' | '90d' | 'all'; label: string } {
  if (ageMs < 7 * DAY_MS) return { range: '7d', label: 'Show the last 7 days' }
  if (ageMs < 30 * DAY_MS) return { range: '30d', label: 'Show the last 30 days' }
  if (ageMs < 90 * DAY_MS) return { range: '90d', label: 'Show the last 90 days' }
  return { range: 'all', label: 'Show everything there is' }
}
