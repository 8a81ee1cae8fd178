import { cellKeyId, compareCellKeys, mergeMeasuresInto, type Cell, type CellKey } from './cell.ts'
import { emptyCell } from './empty-cell.ts'

/**
 * One cell per key, in the order of compareCellKeys, whatever the order and grouping of the input, which stays untouched.
 * `rekey` maps each key to the one its cell is to be merged under.
 */
export function mergeCells(cells: Iterable<Cell>, rekey: (key: CellKey) => CellKey = (key) => key): Cell[] {
  const byKey = new Map<string, Cell>()
  for (const cell of cells) {
    const key = rekey(cell)
    const id = cellKeyId(key)
    let merged = byKey.get(id)
    if (merged === undefined) {
      merged = emptyCell(key)
      byKey.set(id, merged)
    }
    mergeMeasuresInto(merged, cell)
  }
  return [...byKey.values()].sort(compareCellKeys)
}
