import type { Period } from '../../domain/bucket.ts'
import { emptyMeasures, mergeMeasuresInto } from '../../domain/cell.ts'
import type { ReportNumbers, ReportRow } from '../../domain/report.ts'

/** What each time of a period amounts to, in the order of `times`; null where there are no calls. */
export function slots(rows: readonly ReportRow[], times: readonly string[], step: Period): (ReportNumbers | null)[] {
  const byTime = new Map<string, ReportNumbers>()
  for (const row of rows) {
    const time = row.keys[step] ?? ''
    const numbers = byTime.get(time) ?? { errors: 0, measures: emptyMeasures() }
    numbers.errors += row.errors
    mergeMeasuresInto(numbers.measures, row.measures)
    byTime.set(time, numbers)
  }
  return times.map((time) => byTime.get(time) ?? null)
}
