import type { Cell, CellKey } from './cell.ts'
import { emptyCell } from './empty-cell.ts'
import { mergeSumsInto } from './merge-sums.ts'

/** Sums of the cells of one bucket that all that prices depend on is the same for, without histograms: who called makes no difference. */
export function mergeByPrice(cells: Iterable<Cell>): Cell[] {
  const merged = new Map<string, Cell>()
  for (const cell of cells) {
    const id = priceId(cell)
    let sums = merged.get(id)
    if (sums === undefined) {
      sums = emptyCell(cell)
      merged.set(id, sums)
    }
    mergeSumsInto(sums, cell)
  }
  return [...merged.values()]
}

/** Equal for keys, of one hour of a source, that all that prices depend on is the same for. */
export function priceId({ model, modelScope, serviceTier, latencyMode, contextFrom, billed, priceFromMs }: CellKey): string {
  return `${contextFrom},${billed},${priceFromMs}\n${model}\n${modelScope}\n${serviceTier}\n${latencyMode}`
}
