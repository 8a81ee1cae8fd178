import type { ReportRow } from '../../domain/report.ts'
import { countCell, type CellView } from './cell-view.ts'
import { modelNames } from './model-names.ts'
import { plural } from './plural.ts'
import { scopeLabels } from './badges.ts'

export interface UnpricedView {
  readonly subtitle: string
  readonly rows: readonly { readonly name: string; readonly title: string; readonly badge: string; readonly cells: readonly CellView[] }[]
}

/** Models whose calls are missing from the cost, with how many of them. */
export function unpricedTable(rows: readonly ReportRow[]): UnpricedView {
  const names = modelNames(rows.map(modelOf))
  return {
    subtitle: rows.length === 0 ? 'last 30 days of usage' : `${plural(rows.length, 'model')} in the last 30 days of usage`,
    rows: rows.map((row) => {
      const { unpricedCalls, partialCalls, calls } = row.measures
      return {
        name: names.get(modelOf(row)) ?? modelOf(row),
        title: modelOf(row),
        badge: scopeLabels([row.keys.modelScope ?? '']),
        cells: [
          unpricedCalls > 0 ? { ...countCell(unpricedCalls), tone: 'warn' as const } : countCell(unpricedCalls),
          countCell(partialCalls),
          countCell(calls),
        ],
      }
    }),
  }
}

function modelOf(row: ReportRow): string {
  return row.keys.model ?? ''
}
