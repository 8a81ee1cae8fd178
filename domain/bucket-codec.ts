import { byteReader, DamagedBytes, type ByteReader } from './byte-reader.ts'
import { byteWriter, type ByteWriter } from './byte-writer.ts'
import { CALLER_KINDS, COST_COMPONENTS, type CallerKind, type Cell, type CellKey } from './cell.ts'
import { readBigints, readStrings, readUints, writeBigints, writeStrings, writeUints } from './columns.ts'
import { emptyCell } from './empty-cell.ts'
import { readHistogramsInto, writeHistograms } from './histogram-columns.ts'

/** First byte of every encoded bucket; grows with every change of the format. */
const CODEC_VERSION = 1

/** Far above any bucket; keeps damaged bytes from asking for all memory. */
const MAX_CELLS = 2 ** 24

const COUNTS = [
  'calls', 'inputTokens', 'outputTokens', 'cacheReadTokens', 'cacheWrite5mTokens', 'cacheWrite1hTokens', 'cacheWriteUnsplitTokens',
  'images', 'cacheReadCalls', 'cacheWrite5mCalls', 'cacheWrite1hCalls', 'cacheWriteUnsplitCalls', 'imagesUnknownCalls',
  'unpricedCalls', 'partialCalls', 'estimatedCalls', 'generationCalls', 'generationMs', 'generationTokens',
] as const

const HISTOGRAMS = ['latencyMs', 'timeToFirstTokenMs', 'outputTokensPerKs'] as const

/** Keys, then counts, money and histograms, one column after the other. Equal cells in equal order give equal bytes. */
export function encodeCells(cells: readonly Cell[]): Uint8Array {
  const writer = byteWriter()
  writer.uint(CODEC_VERSION)
  writer.uint(cells.length)
  writeKeys(writer, cells)
  for (const count of COUNTS) writeUints(writer, cells.map((cell) => cell[count]))
  for (const component of COST_COMPONENTS) writeBigints(writer, cells.map((cell) => cell.cost[component]))
  writeBigints(writer, cells.map((cell) => cell.cacheSavings))
  for (const histogram of HISTOGRAMS) writeHistograms(writer, cells.map((cell) => cell[histogram]))
  return writer.bytes()
}

/** Throws DamagedBytes for anything that encodeCells of this version did not write. */
export function decodeCells(bytes: Uint8Array): Cell[] {
  const reader = byteReader(bytes)
  const version = reader.uint()
  if (version !== CODEC_VERSION) {
    throw new DamagedBytes(`codec version ${version} is unknown, this program reads version ${CODEC_VERSION}`)
  }
  const length = reader.uint()
  if (length > MAX_CELLS) throw new DamagedBytes(`no bucket has ${length} cells`)
  const cells = readKeys(reader, length).map(emptyCell)
  for (const count of COUNTS) fill(cells, readUints(reader, length), (cell, value) => (cell[count] = value))
  for (const component of COST_COMPONENTS) {
    fill(cells, readBigints(reader, length), (cell, value) => (cell.cost[component] = value))
  }
  fill(cells, readBigints(reader, length), (cell, value) => (cell.cacheSavings = value))
  for (const histogram of HISTOGRAMS) readHistogramsInto(cells.map((cell) => cell[histogram]), reader)
  reader.end()
  return cells
}

function fill<T>(cells: readonly Cell[], column: readonly T[], set: (cell: Cell, value: T) => void): void {
  column.forEach((value, index) => {
    const cell = cells[index]
    if (cell !== undefined) set(cell, value)
  })
}

function writeKeys(writer: ByteWriter, keys: readonly CellKey[]): void {
  writeStrings(writer, keys.map((key) => key.model))
  writeStrings(writer, keys.map((key) => key.modelScope))
  writeStrings(writer, keys.map((key) => key.caller))
  writeStrings(writer, keys.map((key) => key.callerKind))
  writeStrings(writer, keys.map((key) => key.serviceTier))
  writeStrings(writer, keys.map((key) => key.latencyMode))
  writeUints(writer, keys.map((key) => key.contextFrom))
  writeStrings(writer, keys.map((key) => key.errorCode))
  writeUints(writer, keys.map((key) => Number(key.billed)))
  writeStrings(writer, keys.map((key) => key.tags))
  writeUints(writer, keys.map((key) => key.priceFromMs))
}

function readKeys(reader: ByteReader, length: number): CellKey[] {
  const models = readStrings(reader, length)
  const modelScopes = readStrings(reader, length)
  const callers = readStrings(reader, length)
  const callerKinds = readStrings(reader, length)
  const serviceTiers = readStrings(reader, length)
  const latencyModes = readStrings(reader, length)
  const contextFroms = readUints(reader, length)
  const errorCodes = readStrings(reader, length)
  const billed = readUints(reader, length)
  const tags = readStrings(reader, length)
  const priceFromMs = readUints(reader, length)
  return models.map((model, index) => ({
    model,
    modelScope: modelScopes[index] ?? '',
    caller: callers[index] ?? '',
    callerKind: callerKind(callerKinds[index] ?? ''),
    serviceTier: serviceTiers[index] ?? '',
    latencyMode: latencyModes[index] ?? '',
    contextFrom: contextFroms[index] ?? 0,
    errorCode: errorCodes[index] ?? '',
    billed: billed[index] === 1,
    tags: tags[index] ?? '',
    priceFromMs: priceFromMs[index] ?? 0,
  }))
}

function callerKind(text: string): CallerKind {
  const kind = CALLER_KINDS.find((known) => known === text)
  if (kind === undefined) throw new DamagedBytes(`there is no kind of caller "${text}"`)
  return kind
}
