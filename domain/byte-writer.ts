/** Grows as it is written to. Numbers are little-endian base-128 varints. */
export interface ByteWriter {
  /** A non-negative safe integer; throws a RangeError for any other number. */
  uint(value: number): void
  /** A bigint of any size and sign. */
  bigint(value: bigint): void
  string(value: string): void
  bytes(): Uint8Array
}

const MAX_VARINT_BYTES = 8
const utf8 = new TextEncoder()

export function byteWriter(): ByteWriter {
  let buffer = new Uint8Array(4096)
  let length = 0

  function reserve(count: number): void {
    if (length + count <= buffer.length) return
    const grown = new Uint8Array(Math.max(buffer.length * 2, length + count))
    grown.set(buffer)
    buffer = grown
  }

  function uint(value: number): void {
    if (!Number.isSafeInteger(value) || value < 0) throw new RangeError(`cannot store ${value}: not a non-negative safe integer`)
    reserve(MAX_VARINT_BYTES)
    let rest = value
    // Bit operations are 32 bits wide, division is not.
    for (; rest >= 0x8000_0000; rest = Math.floor(rest / 128)) buffer[length++] = (rest % 128) | 128
    for (; rest >= 128; rest >>>= 7) buffer[length++] = (rest & 127) | 128
    buffer[length++] = rest
  }

  function bigint(value: bigint): void {
    let rest = value < 0n ? -2n * value - 1n : 2n * value
    for (; rest >= 128n; rest >>= 7n) {
      reserve(1)
      buffer[length++] = Number(rest & 127n) | 128
    }
    reserve(1)
    buffer[length++] = Number(rest)
  }

  function string(value: string): void {
    const encoded = utf8.encode(value)
    uint(encoded.length)
    reserve(encoded.length)
    buffer.set(encoded, length)
    length += encoded.length
  }

  return { uint, bigint, string, bytes: () => buffer.slice(0, length) }
}
