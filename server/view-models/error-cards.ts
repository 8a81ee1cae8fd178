import { ERROR_KINDS } from '../../domain/error-kind.ts'
import type { Failures } from '../errors-report.ts'
import type { CardView } from './card-view.ts'
import { errorTone } from './cell-view.ts'
import { KIND_NAMES } from './error-trend.ts'
import { exactCount, formatCount, formatShare } from './format-count.ts'
import { exactUsd, formatUsdShort } from './format-usd.ts'

/** How many calls failed, for which kinds of reasons, and what that cost; `explain` leads to what that is made of. */
export function errorCards({ calls, errors, byKind, cost }: Failures, explain: string): CardView[] {
  const tone = errorTone(errors, calls)
  return [
    {
      label: 'Error rate', value: formatShare(errors, calls), exact: `${exactCount(errors)} of ${exactCount(calls)} calls`,
      details: [{ text: `${formatCount(errors)} of ${formatCount(calls)} calls`, title: 'Calls that ended in an error code' }],
      ...(tone && { tone }),
    },
    ...ERROR_KINDS.filter((kind) => kind !== 'other' || byKind.other > 0).map((kind): CardView => ({
      label: KIND_NAMES[kind].name, value: formatCount(byKind[kind]), exact: `${exactCount(byKind[kind])} of ${exactCount(calls)} calls`,
      details: [
        { text: `${formatShare(byKind[kind], calls)} of calls`, title: KIND_NAMES[kind].title },
        { text: `${formatShare(byKind[kind], errors)} of failures`, title: `${exactCount(byKind[kind])} of ${exactCount(errors)} failed calls` },
      ],
    })),
    {
      label: 'Cost of failures', value: formatUsdShort(cost), exact: exactUsd(cost), explain,
      details: [{ text: 'Billed although they failed', title: 'AWS bills a failed call for what it put out before; one without output costs nothing' }],
    },
  ]
}
