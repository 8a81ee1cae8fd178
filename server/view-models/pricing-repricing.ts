import type { Repricing } from '../pricing-report.ts'
import { exactCount } from './format-count.ts'
import { formatInstant } from './format-time.ts'
import { plural } from './plural.ts'
import type { StateBadge } from './state-badge.ts'

export interface RepricingView {
  readonly badge: StateBadge
  readonly text: string
}

const DONE: StateBadge = { label: 'up to date', tone: 'good', title: 'All stored costs agree with the price list' }
const PENDING: StateBadge = { label: 'to be repriced', tone: 'warn', title: 'The next run of the pipeline prices stored usage anew' }
const FAILED: StateBadge = { label: 'failed', tone: 'bad', title: 'The last attempt failed; the next run of the pipeline goes on' }

/** Whether what pages show was computed with the prices shown here. */
export function repricingView({ version, pending, run }: Repricing, maySeeRun: boolean): RepricingView {
  const list = `Version ${exactCount(version)} of the price list`
  const last = run === null ? '' : ` Last repriced ${formatInstant(run.finishedAt)}.`
  if (pending === 0) return { badge: DONE, text: `${list}: all stored costs agree with it.${last}` }
  const waiting = `${list}: costs do not agree with ${plural(pending, 'change')} yet. The pipeline’s next run prices stored usage anew.`
  // Why a run failed may name what not everybody may see.
  const isTold = run !== null && run.message !== null && (maySeeRun || run.outcome === 'ok')
  const said = isTold ? ` So far: ${run.message}.` : ''
  return { badge: run?.outcome === 'failed' ? FAILED : PENDING, text: waiting + said }
}
