import type { QueryState } from '../../domain/explore-ports.ts'
import type { StateBadge } from './state-badge.ts'

export const RUN_STATES: Readonly<Record<QueryState['status'], StateBadge>> = {
  running: { label: 'running', tone: 'quiet', title: 'Under way' },
  succeeded: { label: 'done', tone: 'good', title: 'It came to its end' },
  failed: { label: 'failed', tone: 'bad', title: 'The engine could not run it' },
  cancelled: { label: 'stopped', tone: 'warn', title: 'It was stopped before its end' },
}
