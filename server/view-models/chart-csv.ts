import type { CsvValue } from '../../domain/csv.ts'
import type { ChartPoint } from './chart-point.ts'
import type { ChartSpec, ChartUnit } from './chart.ts'
import type { CsvTable } from './table-csv.ts'

const UNITS: Readonly<Record<ChartUnit, string>> = { usd: ' (USD)', count: '', ms: ' (ms)', percent: ' (%)', 'tokens-per-second': ' (tokens/s)' }

/** The numbers of a chart: a row for each category, a column for each series. */
export function chartCsv({ id, first, unit, categories, series }: Pick<ChartSpec, 'id' | 'first' | 'unit' | 'categories' | 'series'>): CsvTable {
  function* records(): Generator<CsvValue[]> {
    yield [first, ...series.map(({ name }) => name + UNITS[unit])]
    for (const [index, { label, iso }] of categories.entries()) {
      yield [iso ?? label, ...series.map(({ points }) => csvPoint(points[index]))]
    }
  }
  return { id, records }
}

export function csvPoint(point: ChartPoint | undefined): CsvValue {
  return point?.csv ?? point?.value ?? null
}
