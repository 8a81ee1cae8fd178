import { invocationsReport, type InvocationSources, type InvocationsReport } from '../invocations-report.ts'
import { INVOCATIONS_PATH, invocationsParameters, parseInvocationsState, type InvocationsState } from '../invocations-state.ts'
import type { UsagePage } from '../usage-view.ts'
import { invocationsView, type InvocationsView } from '../view-models/invocations.ts'

/** `/invocations`: the calls behind any number. */
export function invocationsPage(sources: InvocationSources): UsagePage<InvocationsState, InvocationsReport, InvocationsView> {
  return {
    path: INVOCATIONS_PATH,
    name: 'invocations',
    title: 'Invocations',
    panels: { invocations: 'Calls' },
    parse: parseInvocationsState,
    own: invocationsParameters,
    report: (_data, access, state, _now, usage) => invocationsReport(sources, access, state, usage),
    view: invocationsView,
    tables: ({ csv }) => [csv],
    // The event table takes in calls before they are counted.
    mayKeep: () => false,
  }
}
