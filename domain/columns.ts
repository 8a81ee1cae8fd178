import { DamagedBytes, type ByteReader } from './byte-reader.ts'
import type { ByteWriter } from './byte-writer.ts'

/**
 * Columns of a known length, each behind one byte that tells its form: all zero (nothing follows), constant (one value
 * follows) or plain. Texts go through a dictionary in the order of first appearance, so equal columns give equal bytes.
 */
const ZERO = 0
const CONSTANT = 1
const PLAIN = 2
/** Bigints as a common factor and quotients. Costs are tokens times a price, so the quotients are small. */
const SCALED = 3

/** Quotients below it survive the doubling of zigzag as safe integers. */
const MAX_QUOTIENT = 2n ** 52n

export function writeUints(writer: ByteWriter, values: readonly number[]): void {
  const first = values[0] ?? 0
  if (values.every((value) => value === first)) {
    writer.uint(first === 0 ? ZERO : CONSTANT)
    if (first !== 0) writer.uint(first)
    return
  }
  writer.uint(PLAIN)
  for (const value of values) writer.uint(value)
}

export function readUints(reader: ByteReader, length: number): number[] {
  const form = reader.uint()
  if (form === ZERO) return new Array<number>(length).fill(0)
  if (form === CONSTANT) return new Array<number>(length).fill(reader.uint())
  if (form !== PLAIN) throw new DamagedBytes(`no column has the form ${form}`)
  // Grown by push: a length that the bytes cannot hold must fail at their end, not exhaust the memory first.
  const values: number[] = []
  for (let index = 0; index < length; index++) values.push(reader.uint())
  return values
}

export function writeStrings(writer: ByteWriter, values: readonly string[]): void {
  const indices = new Map<string, number>()
  const column = values.map((value) => {
    const index = indices.get(value) ?? indices.size
    if (index === indices.size) indices.set(value, index)
    return index
  })
  writer.uint(indices.size)
  for (const value of indices.keys()) writer.string(value)
  writeUints(writer, column)
}

export function readStrings(reader: ByteReader, length: number): string[] {
  const size = reader.uint()
  const dictionary: string[] = []
  for (let index = 0; index < size; index++) dictionary.push(reader.string())
  return readUints(reader, length).map((index) => {
    const value = dictionary[index]
    if (value === undefined) throw new DamagedBytes(`text ${index} of ${size} is missing`)
    return value
  })
}

export function writeBigints(writer: ByteWriter, values: readonly bigint[]): void {
  const factor = commonFactor(values)
  if (factor === 0n) return writer.uint(ZERO)
  const quotients = values.map((value) => (value === 0n ? 0n : value / factor))
  if (quotients.some((quotient) => quotient >= MAX_QUOTIENT || quotient <= -MAX_QUOTIENT)) {
    writer.uint(PLAIN)
    for (const value of values) writer.bigint(value)
    return
  }
  writer.uint(SCALED)
  writer.bigint(factor)
  writeUints(writer, quotients.map((quotient) => zigzag(Number(quotient))))
}

export function readBigints(reader: ByteReader, length: number): bigint[] {
  const form = reader.uint()
  if (form === ZERO) return new Array<bigint>(length).fill(0n)
  if (form === PLAIN) {
    const values: bigint[] = []
    for (let index = 0; index < length; index++) values.push(reader.bigint())
    return values
  }
  if (form !== SCALED) throw new DamagedBytes(`no column of amounts has the form ${form}`)
  const factor = reader.bigint()
  return readUints(reader, length).map((value) => (value === 0 ? 0n : BigInt(unzigzag(value)) * factor))
}

function zigzag(value: number): number {
  return value < 0 ? -2 * value - 1 : 2 * value
}

function unzigzag(value: number): number {
  return value % 2 === 0 ? value / 2 : -(value + 1) / 2
}

/** Greatest common divisor of all values, 0 if all are 0. */
function commonFactor(values: readonly bigint[]): bigint {
  let factor = 0n
  for (const value of values) {
    if (value === 0n || (factor !== 0n && value % factor === 0n)) continue
    let rest = value < 0n ? -value : value
    while (rest !== 0n) [factor, rest] = [rest, factor % rest]
  }
  return factor
}
