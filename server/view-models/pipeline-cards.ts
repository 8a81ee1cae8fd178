import { ageOf, freshnessOf } from '../../domain/freshness.ts'
import type { PipelineReport } from '../pipeline-report.ts'
import type { CardView } from './card-view.ts'
import { countCell, OF_ALL_CALLERS } from './cell-view.ts'
import { exactCount, formatCount, NO_DATA } from './format-count.ts'
import { formatAge, formatSpan } from './format-duration.ts'
import { sourceName, type LogSource } from './freshness.ts'
import { plural } from './plural.ts'

/** The cards on top of the pipeline page. */
export function pipelineCards(
  numbers: PipelineReport, now: Date, logSource: LogSource, accountNames: ReadonlyMap<string, string>,
): CardView[] {
  return [
    sourcesCard(numbers, now, logSource, accountNames), records(numbers), requests(numbers), quarantined(numbers), computed(numbers, now),
  ]
}

function sourcesCard(
  { sources, freshness }: PipelineReport, now: Date, logSource: LogSource, accountNames: ReadonlyMap<string, string>,
): CardView {
  const known = sources.filter(({ newestEvent }) => newestEvent !== null).length
  const fresh = known - freshness.behind.length
  const [furthest] = freshness.behind
  const quiet = logSource === 'folder'
  const state = furthest === undefined ? 'fresh' : freshnessOf(furthest.newestEvent, now.getTime())
  const tone = quiet || state === 'fresh' ? undefined : TONES[state]
  return {
    label: 'Fresh sources',
    value: known === 0 ? NO_DATA : `${formatCount(fresh)} of ${formatCount(known)}`,
    exact: 'A source is an account and a region. It is fresh if its newest call is at most 15 minutes old.',
    details: [furthest === undefined ? { text: known === 0 ? 'No calls yet' : 'All up to date', title: '' } : {
      text: `${sourceName(furthest, accountNames)}: ${formatSpan(ageOf(furthest.newestEvent, now.getTime()))} behind`,
      title: 'The source whose newest call is oldest',
    }],
    ...(tone && { tone }),
  }
}

const TONES = { late: 'warn', stale: 'bad' } as const

function records({ today }: PipelineReport): CardView {
  return {
    label: 'Records today',
    ...(today.records === null ? OF_ALL_CALLERS : countCell(today.records)),
    details: [{ text: 'since 00:00 UTC', title: 'Lines of log files that are in the event table, duplicates included' }],
  }
}

function requests({ today }: PipelineReport): CardView {
  return {
    label: 'Requests today',
    ...countCell(today.requests),
    details: today.duplicates === null ? [] : [{
      text: `${formatCount(today.duplicates)} duplicates left out`,
      title: `${exactCount(today.duplicates)} records repeat a request of the same account and region`,
    }],
  }
}

function quarantined({ quarantine }: PipelineReport): CardView {
  if (quarantine.isPartial) return { label: 'Lines in quarantine', ...OF_ALL_CALLERS, details: [] }
  return {
    label: 'Lines in quarantine',
    ...countCell(quarantine.lines),
    details: [{
      text: quarantine.lines === 0 ? 'Every line could be read' : `${formatCount(quarantine.today)} today · ${plural(quarantine.objects, 'log file')}`,
      title: 'Lines that could not be read; their calls are in no number',
    }],
    ...(quarantine.lines > 0 && { tone: 'warn' as const }),
  }
}

function computed({ runs }: PipelineReport, now: Date): CardView {
  const compute = runs.find(({ kind }) => kind === 'compute-cost')
  const run = compute?.run ?? null
  const failed = compute?.state === 'failed' || compute?.state === 'overdue'
  return {
    label: 'Usage computed',
    value: run === null ? NO_DATA : formatAge(ageOf(run.finishedAt, now.getTime())),
    exact: run?.finishedAt ?? 'Not so far',
    details: [{
      text: failed ? `The last run ${compute.state === 'failed' ? 'failed' : 'is overdue'}` : 'Newest calls join with every run',
      title: 'The run that turns events into usage and cost',
    }],
    ...(failed && { tone: 'bad' as const }),
  }
}
