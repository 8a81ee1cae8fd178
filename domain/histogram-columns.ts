import { DamagedBytes, type ByteReader } from './byte-reader.ts'
import type { ByteWriter } from './byte-writer.ts'
import { readUints, writeUints } from './columns.ts'
import { binOf, ZERO_BIN, type Histogram } from './histogram.ts'

/**
 * A column of histograms: how many bins each has, then what the non-empty ones hold, like beside like. Bins are stored
 * as distances to the bin before, sums and largest values as what they exceed the least possible by. Counts follow from the bins.
 * Throws a RangeError for a histogram that contradicts itself.
 */
export function writeHistograms(writer: ByteWriter, histograms: readonly Histogram[]): void {
  const mins: number[] = []
  const spans: number[] = []
  const excesses: number[] = []
  const firstBins: number[] = []
  const gaps: number[] = []
  const counts: number[] = []
  for (const { count, sum, min, max, bins } of histograms) {
    let total = 0
    let previous: number | null = null
    for (const bin of [...bins.keys()].sort((a, b) => a - b)) {
      const inBin = bins.get(bin) ?? 0
      if (previous === null) firstBins.push(bin - ZERO_BIN)
      else gaps.push(bin - previous - 1)
      counts.push(inBin - 1)
      total += inBin
      previous = bin
    }
    if (total !== count) throw new RangeError(`a histogram of ${count} values has ${total} in its bins`)
    if (count === 0) continue
    if (min === null || max === null) throw new RangeError(`a histogram of ${count} values lacks its smallest or largest`)
    mins.push(min)
    spans.push(max - min)
    excesses.push(sum - count * min)
  }
  writeUints(writer, histograms.map(({ bins }) => bins.size))
  for (const column of [mins, spans, excesses, firstBins, gaps, counts]) writeUints(writer, column)
}

const MAX_BINS = binOf(Number.MAX_SAFE_INTEGER) - ZERO_BIN + 1

/** Fills as many empty histograms as were written. */
export function readHistogramsInto(targets: readonly Histogram[], reader: ByteReader): void {
  const sizes = readUints(reader, targets.length)
  if (sizes.some((size) => size > MAX_BINS)) throw new DamagedBytes(`no histogram has more than ${MAX_BINS} bins`)
  const filled = sizes.reduce((sum, size) => sum + Math.min(size, 1), 0)
  const total = sizes.reduce((sum, size) => sum + size, 0)
  const mins = readUints(reader, filled)
  const spans = readUints(reader, filled)
  const excesses = readUints(reader, filled)
  const firstBins = readUints(reader, filled)
  const gaps = readUints(reader, total - filled)
  const counts = readUints(reader, total)

  let index = 0
  let at = 0
  let gap = 0
  targets.forEach((target, cell) => {
    const end = at + (sizes[cell] ?? 0)
    if (at === end) return
    let bin = (firstBins[index] ?? 0) + ZERO_BIN
    for (;;) {
      const inBin = (counts[at++] ?? 0) + 1
      target.bins.set(bin, inBin)
      target.count += inBin
      if (at === end) break
      bin += (gaps[gap++] ?? 0) + 1
    }
    const min = mins[index] ?? 0
    target.min = min
    target.max = min + (spans[index] ?? 0)
    target.sum = target.count * min + (excesses[index] ?? 0)
    index += 1
  })
}
