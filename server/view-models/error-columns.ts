import type { CodeFailures, Failures } from '../errors-report.ts'
import { countCell, errorTone, usdCell, type CellView } from './cell-view.ts'
import type { TableColumn } from './data-table.ts'
import { exactCount, formatShare, NO_DATA } from './format-count.ts'

const COLUMN = { kind: 'number', isShown: true } as const

/** Columns of error codes. */
export const CODE_COLUMNS: readonly TableColumn<CodeFailures>[] = [
  {
    ...COLUMN, id: 'errors', label: 'Failed calls', help: 'Calls that ended in this code',
    value: ({ errors }) => errors, cell: ({ errors }) => countCell(errors),
  },
  {
    ...COLUMN, id: 'share', label: 'Of failures', help: 'Share of all failed calls', unit: 'share',
    value: ({ errors }) => errors, cell: ({ errors }, whole) => shareCell(errors, whole.errors, 'failed calls'),
    csv: ({ errors }, whole) => ratio(errors, whole.errors),
  },
  {
    ...COLUMN, id: 'rate', label: 'Of calls', help: 'Share of all calls, successful ones included', unit: 'share',
    value: ({ errors }) => errors, cell: ({ errors, calls }) => rateCell(errors, calls), csv: ({ errors, calls }) => ratio(errors, calls),
  },
  {
    ...COLUMN, id: 'models', label: 'Models', help: 'Models with calls that ended in this code',
    value: ({ models }) => models, cell: ({ models }) => countCell(models),
  },
  {
    ...COLUMN, id: 'callers', label: 'Callers', help: 'Callers with calls that ended in this code',
    value: ({ callers }) => callers, cell: ({ callers }) => countCell(callers),
  },
  costColumn(),
]

/** Columns of models and callers. */
export const FAILURE_COLUMNS: readonly TableColumn<Failures>[] = [
  {
    ...COLUMN, id: 'errors', label: 'Failed', help: 'Calls that ended in an error code',
    value: ({ errors }) => errors, cell: ({ errors }) => countCell(errors),
  },
  {
    ...COLUMN, id: 'rate', label: 'Error rate', help: 'Failed calls among all calls', unit: 'share',
    value: ({ errors, calls }) => ratio(errors, calls), cell: ({ errors, calls }) => rateCell(errors, calls),
  },
  {
    ...COLUMN, id: 'throttled', label: 'Throttled', help: 'Calls refused for want of capacity or quota: AWS may raise it, or the caller slow down',
    value: ({ byKind }) => byKind.throttling, cell: ({ byKind, calls }) => kindCell(byKind.throttling, calls),
  },
  {
    ...COLUMN, id: 'request', label: 'Request', help: 'Calls refused because the request was wrong or not allowed',
    value: ({ byKind }) => byKind.request, cell: ({ byKind, calls }) => kindCell(byKind.request, calls),
  },
  {
    ...COLUMN, id: 'service', label: 'Service', help: 'Calls that the service or the model failed',
    value: ({ byKind }) => byKind.service, cell: ({ byKind, calls }) => kindCell(byKind.service, calls),
  },
  {
    ...COLUMN, id: 'other', label: 'Other', help: 'Calls that ended in a code of no known kind', isShown: false,
    value: ({ byKind }) => byKind.other, cell: ({ byKind, calls }) => kindCell(byKind.other, calls),
  },
  {
    ...COLUMN, id: 'calls', label: 'Calls', help: 'All calls, successful ones included',
    value: ({ calls }) => calls, cell: ({ calls }) => countCell(calls),
  },
  costColumn(),
]

function costColumn(): TableColumn<Failures> {
  return {
    ...COLUMN, id: 'cost', label: 'Cost', help: 'What failed calls cost that put something out before they failed', unit: 'USD',
    value: ({ cost }) => cost, cell: ({ cost }) => usdCell(cost),
  }
}

export function rateCell(errors: number, calls: number): CellView {
  const tone = errorTone(errors, calls)
  return { ...shareCell(errors, calls, 'calls'), ...(tone && { tone }) }
}

function kindCell(errors: number, calls: number): CellView {
  return { value: countCell(errors).value, exact: `${exactCount(errors)}, ${formatShare(errors, calls)} of ${exactCount(calls)} calls` }
}

function shareCell(part: number, whole: number, noun: string): CellView {
  if (whole === 0) return { value: NO_DATA, exact: `No ${noun}` }
  return { value: formatShare(part, whole), exact: `${exactCount(part)} of ${exactCount(whole)} ${noun}` }
}

function ratio(part: number, whole: number): number | null {
  return whole === 0 ? null : part / whole
}
