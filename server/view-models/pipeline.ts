import type { PipelineReport } from '../pipeline-report.ts'
import { pipelineHref, type PipelineState } from '../pipeline-state.ts'
import { freshness, UNKNOWN_FRESHNESS, type FreshnessView, type LogSource } from './freshness.ts'
import { panelFailures, type FailedPanel, type FailureSpec } from './panel-failures.ts'
import { pipelineCards } from './pipeline-cards.ts'
import { coverage, type CoverageItem } from './pipeline-coverage.ts'
import { quarantinePanel, type QuarantineView } from './pipeline-quarantine.ts'
import { runRows, type RunRow } from './pipeline-runs.ts'
import { sourcesTable, type SourcesView } from './pipeline-sources.ts'
import { unpricedTable, type UnpricedView } from './pipeline-unpriced.ts'
import { refreshControl, type RefreshView } from './refresh-control.ts'
import type { CardView } from './card-view.ts'

/** Ids of the panels, each a template of the same name in views/partials/, and what they show. */
export const PIPELINE_PANELS = {
  'pipeline-summary': 'Summary', 'pipeline-coverage': 'Coverage', 'pipeline-sources': 'Sources', 'pipeline-runs': 'Runs',
  'pipeline-unpriced': 'Models without a price', 'pipeline-quarantine': 'Quarantine',
} as const

export interface PipelineView {
  readonly title: string
  readonly freshness: FreshnessView
  readonly refresh: RefreshView
  readonly cards: readonly CardView[]
  readonly coverage: readonly CoverageItem[]
  readonly sources: SourcesView
  readonly runs: readonly RunRow[]
  readonly quarantine: QuarantineView
  readonly unpriced: UnpricedView
}

/** Numbers → everything that the pipeline page's templates print. */
export function pipelineView(
  state: PipelineState, numbers: PipelineReport, now: Date, logSource: LogSource, accountNames: ReadonlyMap<string, string>,
): PipelineView {
  return {
    title: 'Pipeline',
    freshness: freshness(numbers.freshness, now, logSource, { zoneName: 'UTC', accountNames }),
    refresh: refreshOf(state, ['freshness', ...Object.keys(PIPELINE_PANELS)]),
    cards: pipelineCards(numbers, now, logSource, accountNames),
    coverage: coverage(numbers, now, logSource),
    sources: sourcesTable(numbers, now, logSource, accountNames),
    runs: runRows(numbers.runs, now, logSource),
    quarantine: quarantinePanel(numbers.quarantine, now),
    unpriced: unpricedTable(numbers.unpriced),
  }
}

/** What is left of the page while its numbers cannot be had. */
export interface FailedPipelineView extends Pick<PipelineView, 'title' | 'freshness' | 'refresh'> {
  readonly failed: readonly FailedPanel[]
}

export function failedPipelineView(state: PipelineState, failure: Omit<FailureSpec, 'panels' | 'whole'>): FailedPipelineView {
  return {
    title: 'Pipeline',
    freshness: UNKNOWN_FRESHNESS,
    refresh: refreshOf(state, ['pipeline']),
    failed: panelFailures({ ...failure, panels: PIPELINE_PANELS, whole: 'pipeline' }),
  }
}

function refreshOf({ refresh }: PipelineState, regions: readonly string[]): RefreshView {
  return refreshControl(refresh, (changed) => pipelineHref({ refresh: changed }), regions)
}
