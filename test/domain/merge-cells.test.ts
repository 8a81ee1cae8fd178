import fc from 'fast-check'
import t from 'tap'
import { compareCellKeys } from '../../domain/cell.ts'
import { mergeCells } from '../../domain/merge-cells.ts'
import { arbitraryCells } from '../fixtures/arbitrary-cell.ts'
import { cellOf } from '../fixtures/bucket.ts'

t.test('however cells are split into batches and ordered, they merge to the same', async (t) => {
  fc.assert(fc.property(fc.array(arbitraryCells, { maxLength: 4 }), (batches) => {
    const all = mergeCells(batches.flat())
    t.strictSame(mergeCells(batches.flatMap((batch) => mergeCells(batch))), all)
    t.strictSame(mergeCells(batches.flat().reverse()), all)
    t.strictSame(mergeCells(all), all)
  }), { numRuns: 50 })
})

t.test('merged cells have distinct keys in order, and no call is lost', async () => {
  fc.assert(fc.property(arbitraryCells, (cells) => {
    const merged = mergeCells(cells)
    const calls = (list: readonly { calls: number }[]) => list.reduce((sum, cell) => sum + BigInt(cell.calls), 0n)
    return calls(merged) === calls(cells)
      && merged.every((cell, index) => index === 0 || compareCellKeys(merged[index - 1] ?? cell, cell) < 0)
  }))
})

t.test('cells merge under the key that rekey gives, and stay as they were', async (t) => {
  const cells = [cellOf({ caller: 'a', calls: 1 }), cellOf({ caller: 'b', calls: 2 })]
  const merged = mergeCells(cells, (key) => ({ ...key, caller: 'all' }))
  t.strictSame(merged, [cellOf({ caller: 'all', calls: 3 })])
  t.strictSame(cells.map(({ calls }) => calls), [1, 2])
})
