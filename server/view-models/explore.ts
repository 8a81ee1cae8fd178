import { MS_PER_HOUR } from '../../domain/calendar.ts'
import { USAGE_EVENTS_TABLE } from '../../domain/contract.ts'
import type { QueryRun } from '../../domain/explore-ports.ts'
import { scanCost } from '../../domain/query-estimate.ts'
import { SAVED_QUESTIONS } from '../../domain/saved-questions.ts'
import { USAGE_EVENT_COLUMNS } from '../../domain/usage-event.ts'
import { RELATIVE_RANGES } from '../../domain/usage-query.ts'
import type { ExploreReport, QueryEstimate } from '../explore-report.ts'
import { EXPLORE_PATH, exploreHref, type ExploreState } from '../explore-state.ts'
import { COLUMN_HELP } from './event-column-help.ts'
import { exploreResult, type ExploreResultView } from './explore-result.ts'
import { formatBytes } from './format-bytes.ts'
import { exactCount } from './format-count.ts'
import { formatAge } from './format-duration.ts'
import { formatInstant } from './format-time.ts'
import { formatUsdPrecise } from './format-usd.ts'
import { plural } from './plural.ts'
import { RUN_STATES } from './query-states.ts'
import type { StateBadge } from './state-badge.ts'

/** What the editor holds, and what was answered to it. */
export interface EditorInput {
  readonly sql: string
  /** Why it may not run; null where nothing is wrong. */
  readonly problem: string | null
  /** Asked for before it may run; null where nothing has to be confirmed. */
  readonly estimate: QueryEstimate | null
}

export interface ExploreView {
  readonly title: string
  readonly editor: {
    readonly sql: string
    readonly action: string
    readonly problem: string | null
    readonly estimate: { readonly text: string; readonly how: string } | null
    readonly isBilled: boolean
  }
  readonly questions: readonly { readonly title: string; readonly about: string; readonly href: string; readonly current: boolean }[]
  readonly ranges: readonly { readonly label: string; readonly href: string; readonly current: boolean; readonly title: string }[]
  readonly columns: readonly { readonly name: string; readonly type: string; readonly help: string }[]
  readonly table: string
  readonly result: ExploreResultView | null
  readonly history: readonly HistoryView[]
}

interface HistoryView {
  readonly href: string
  readonly sql: string
  readonly at: string
  readonly age: string
  readonly state: StateBadge
  readonly read: string
}

const RANGE_LABELS: Readonly<Record<string, string>> = {
  '1h': '1 h', '24h': '24 h', '7d': '7 d', '30d': '30 d', '90d': '90 d', 'mtd': 'Month', 'last-month': 'Last month', 'all': 'All',
}
const MAX_HISTORY_SQL = 160
const GIGABYTE = 1_000_000_000

/** A query that reads more than this has to be confirmed. */
export const LARGE_SCAN_BYTES = GIGABYTE

export function exploreView(state: ExploreState, numbers: ExploreReport, editor: EditorInput, isBilled: boolean, now: Date): ExploreView {
  return {
    title: 'Explore',
    editor: {
      sql: editor.sql, action: EXPLORE_PATH, problem: editor.problem, isBilled,
      estimate: editor.estimate === null ? null : estimateView(editor.estimate),
    },
    questions: SAVED_QUESTIONS.map((question) => ({
      title: question.title, about: question.about, current: question.id === state.question?.id,
      href: exploreHref({ question, range: state.range }),
    })),
    ranges: RELATIVE_RANGES.map((range) => ({
      label: RANGE_LABELS[range] ?? range, title: `Ask questions of ${RANGE_LABELS[range] ?? range}`, current: range === state.range,
      href: exploreHref({ question: state.question, range }),
    })),
    columns: USAGE_EVENT_COLUMNS.map(({ name, type }) => ({ name, type: TYPES[type], help: COLUMN_HELP[name] })),
    table: USAGE_EVENTS_TABLE,
    result: numbers.run === null ? null : exploreResult(state, numbers.run, numbers.result),
    history: numbers.history.map((run) => historyView(run, now)),
  }
}

const TYPES = { string: 'varchar', long: 'bigint', timestamptz: 'timestamp with time zone' } as const

function estimateView({ scope, records, bytes }: QueryEstimate): { text: string; how: string } {
  const hours = scope.range === null ? 'of all time' : `since ${formatInstant(new Date(scope.range.from * MS_PER_HOUR).toISOString())}`
  return {
    text: `It will read up to ${formatBytes(bytes)}, which costs about ${formatUsdPrecise(scanCost(bytes))}.`,
    how: `${plural(records, 'row')} ${hours} × the usual size of the ${plural(scope.columns.length, 'column')} that it names`
      + `${scope.reads > 1 ? ` × ${exactCount(scope.reads)} reads of the table` : ''}, at $5 per TB. Conditions on ts and fewer columns make it less.`,
  }
}

function historyView(run: QueryRun, now: Date): HistoryView {
  const text = run.sql.replace(/\s+/g, ' ').trim()
  return {
    href: exploreHref({ run: run.id }),
    sql: text.length > MAX_HISTORY_SQL ? `${text.slice(0, MAX_HISTORY_SQL)} …` : text,
    at: formatInstant(run.startedAt),
    age: formatAge(Math.max(0, now.getTime() - Date.parse(run.startedAt))),
    state: RUN_STATES[run.status],
    read: run.scannedBytes === null ? '' : formatBytes(run.scannedBytes),
  }
}
