import fc from 'fast-check'
import t from 'tap'
import { decodeCells, encodeCells } from '../../domain/bucket-codec.ts'
import { DamagedBytes } from '../../domain/byte-reader.ts'
import type { Cell } from '../../domain/cell.ts'
import { fromValues } from '../../domain/histogram.ts'
import { mergeCells } from '../../domain/merge-cells.ts'
import { arbitraryCells } from '../fixtures/arbitrary-cell.ts'
import { cellOf } from '../fixtures/bucket.ts'

t.test('decoding gives back what was encoded', async (t) => {
  fc.assert(fc.property(arbitraryCells, (cells) => {
    t.strictSame(decodeCells(encodeCells(cells)), cells)
  }), { numRuns: 100 })
})

t.test('the extremes survive', async (t) => {
  const largest = Number.MAX_SAFE_INTEGER
  const cells: Cell[] = [
    cellOf(),
    cellOf({ model: '模型 🦜 "\n', caller: '', errorCode: '\u0000', tags: '{"größe":"½"}', billed: false, priceFromMs: 9 }),
    cellOf({ calls: largest, inputTokens: largest, cacheSavings: -(10n ** 60n), latencyMs: fromValues([0, largest - 1]) }),
    cellOf({ cost: { ...cellOf().cost, input: 1n, output: 2n ** 52n, queries: 3n * 10n ** 50n }, cacheSavings: -1n }),
    cellOf({ cost: { ...cellOf().cost, output: 2n ** 53n }, latencyMs: fromValues([0]), outputTokensPerKs: fromValues([7, 7]) }),
  ]
  t.strictSame(decodeCells(encodeCells(cells)), cells)
  t.strictSame(decodeCells(encodeCells([])), [])
  for (const cell of cells) t.strictSame(decodeCells(encodeCells([cell])), [cell])
})

t.test('equal cells give equal bytes, whatever was merged in which order to get there', async () => {
  fc.assert(fc.property(arbitraryCells, (cells) => {
    const [one, other] = [cells, [...cells].reverse()].map((list) => encodeCells(mergeCells(list)))
    return Buffer.compare(one ?? new Uint8Array(), other ?? new Uint8Array()) === 0
  }))
})

t.test('what all cells share, and what is zero, costs next to nothing', async (t) => {
  const cells = Array.from({ length: 1000 }, (_, index) => cellOf({ caller: `caller-${index}`, inputTokens: index % 100 }))
  // The name behind its length, its number and one byte of tokens.
  const varying = 10 + 1 + 2 + 1
  t.ok(encodeCells(cells).length < 1000 * varying + 300, `${encodeCells(cells).length} bytes`)
})

t.test('bytes cut short, or with more behind them, are an error and never other cells', async (t) => {
  const bytes = encodeCells([cellOf({ caller: 'a', latencyMs: fromValues([1, 200]) }), cellOf({ caller: 'b', cacheSavings: -5n })])
  for (let length = 0; length < bytes.length; length++) {
    t.throws(() => decodeCells(bytes.subarray(0, length)), DamagedBytes, `${length} of ${bytes.length} bytes`)
  }
  t.throws(() => decodeCells(new Uint8Array([...bytes, 0])), /1 bytes are left over/)
})

t.test('damaged bytes give cells or DamagedBytes, nothing else, and soon', async () => {
  const bytes = encodeCells([cellOf({ caller: 'a', latencyMs: fromValues([1, 200]) }), cellOf({ caller: 'b', cacheSavings: -5n })])
  fc.assert(fc.property(fc.nat(bytes.length - 1), fc.nat(255), (at, value) => {
    try {
      decodeCells(bytes.with(at, value))
    } catch (error) {
      if (!(error instanceof DamagedBytes)) throw error
    }
  }), { numRuns: 2000 })
})

t.test('another codec version is refused by its number', async (t) => {
  t.throws(() => decodeCells(new Uint8Array([9, 0])), /codec version 9 is unknown, this program reads version 1/)
})

t.test('a histogram that contradicts itself, and a number that is no count, are refused before they are stored', async (t) => {
  const good = fromValues([5, 6])
  const bad = [{ ...good, count: 3 }, { ...good, min: null }, { ...good, sum: 1 }, { ...good, max: 1 }]
  for (const latencyMs of bad) t.throws(() => encodeCells([cellOf({ latencyMs })]), RangeError)
  for (const calls of [-1, 0.5, NaN, 2 ** 53]) t.throws(() => encodeCells([cellOf({ calls })]), RangeError, String(calls))
})
