import { ageOf, freshnessOf, type FreshnessState, type OverallFreshness } from '../../domain/freshness.ts'
import type { Source } from '../../domain/source.ts'
import { formatAge, formatSpan } from './format-duration.ts'
import { formatInstant } from './format-time.ts'

/** Where log objects come from. In a folder, files may well be of long ago: that is no fault. */
export type LogSource = 's3' | 'folder'

export interface FreshnessView {
  readonly state: OverallFreshness['state']
  /** True where being behind is nothing to worry about. */
  readonly quiet: boolean
  /** The state in a word; empty where it is nothing to worry about. */
  readonly word: string
  /** `Data up to 23 Nov 2026, 20:35 UTC` */
  readonly label: string
  readonly age: string
  /** That of the newest data alone, which others may be behind of. */
  readonly newestState: OverallFreshness['state']
  /** ISO instant for `<time datetime>`; empty without data. */
  readonly instant: string
  readonly explanation: string
  /** What stopped; null if nothing did, or if sources are just of a folder that nothing is added to. */
  readonly note: string | null
}

/** How times and accounts read. */
export interface Wording {
  readonly zoneName: string
  readonly accountNames: ReadonlyMap<string, string>
}

const PLAIN: Wording = { zoneName: 'UTC', accountNames: new Map() }

/** How far the numbers reach, and whose are behind. */
export function freshness(overall: OverallFreshness, now: Date, logSource: LogSource, wording: Wording = PLAIN): FreshnessView {
  const { state, newestEvent } = overall
  if (newestEvent === null || state === 'none') {
    return {
      state: 'none', quiet: false, word: '', label: 'No data yet', age: '', newestState: 'none', instant: '',
      explanation: 'Nothing has been processed so far.', note: null,
    }
  }
  const quiet = logSource === 'folder' && !overall.isComputingOverdue
  return {
    state,
    quiet,
    word: quiet ? '' : WORDS[state],
    label: `${overall.isPartial ? 'Newest call' : 'Data up to'} ${formatInstant(newestEvent, wording.zoneName)}`,
    age: formatAge(ageOf(newestEvent, now.getTime())),
    newestState: overall.isPartial ? state : freshnessOf(newestEvent, now.getTime()),
    instant: newestEvent,
    explanation: explanation(overall, state, quiet),
    note: quiet ? null : note(overall, now, wording),
  }
}

/** While the store cannot be reached. */
export const UNKNOWN_FRESHNESS: FreshnessView = {
  state: 'stale', quiet: false, word: '', label: 'The data cannot be reached right now', age: '', newestState: 'none', instant: '',
  explanation: 'How far the numbers reach cannot be told.', note: null,
}

function explanation({ isComputingOverdue, isPartial }: OverallFreshness, state: FreshnessState, quiet: boolean): string {
  if (isComputingOverdue) return 'Stale: usage is not being computed. Recent calls are missing from every number.'
  if (isPartial) return 'Up to date: usage is being computed. Of the calls that you may see, the newest was made in this hour.'
  return quiet && state !== 'fresh' ? `${EXPLANATIONS[state]} ${FOLDER_HINT}` : EXPLANATIONS[state]
}

function note(
  { isComputingOverdue, behind: [furthest, ...others] }: OverallFreshness, now: Date, { accountNames }: Wording,
): string | null {
  if (isComputingOverdue) return 'usage is not being computed'
  if (furthest === undefined) return null
  const silence = `${sourceName(furthest, accountNames)}: no calls for ${formatSpan(ageOf(furthest.newestEvent, now.getTime()))}`
  return others.length === 0 ? silence : `${silence}, and ${others.length} more behind`
}

export const FOLDER_HINT = 'A folder of log files is being watched: what is put there is picked up within seconds.'

export function sourceName({ accountId, region }: Source, accountNames: ReadonlyMap<string, string> = PLAIN.accountNames): string {
  return `${accountNames.get(accountId) ?? accountId} ${region}`
}

const WORDS = { fresh: 'Fresh', late: 'Late', stale: 'Stale' } as const

const EXPLANATIONS = {
  fresh: 'Up to date: the newest call of every account and region is at most 15 minutes old.',
  late: 'Late: the newest call of an account and region is between 15 and 60 minutes old.',
  stale: 'Stale: the newest call of an account and region is older than an hour. Its recent calls may be missing from every number.',
} as const
