/** What ends before it should, or holds what no writer writes. */
export class DamagedBytes extends Error {
  constructor(what: string) {
    super(`damaged data: ${what}`)
    this.name = 'DamagedBytes'
  }
}

/** Reads what a ByteWriter wrote; every method throws DamagedBytes where the bytes end or cannot be. */
export interface ByteReader {
  uint(): number
  bigint(): bigint
  string(): string
  /** Throws unless everything has been read. */
  end(): void
}

const utf8 = new TextDecoder('utf-8', { fatal: true, ignoreBOM: true })

export function byteReader(bytes: Uint8Array): ByteReader {
  const length = bytes.length
  let at = 0

  function byte(): number {
    if (at >= length) throw new DamagedBytes(`it ends after ${length} bytes, too early`)
    return bytes[at++] ?? 0
  }

  function uint(): number {
    const first = byte()
    if (first < 128) return first
    let value = first & 127
    let next = byte()
    for (let scale = 128; ; scale *= 128) {
      value += (next & 127) * scale
      if (value > Number.MAX_SAFE_INTEGER) throw new DamagedBytes(`a number before byte ${at} is too large`)
      if (next < 128) return value
      next = byte()
    }
  }

  function bigint(): bigint {
    let zigzag = 0n
    let shift = 0n
    for (let next = byte(); ; next = byte()) {
      zigzag |= BigInt(next & 127) << shift
      if (next < 128) break
      shift += 7n
    }
    return zigzag & 1n ? -(zigzag + 1n) / 2n : zigzag / 2n
  }

  function string(): string {
    const size = uint()
    if (size > length - at) throw new DamagedBytes(`a text at byte ${at} is longer than the rest`)
    const encoded = bytes.subarray(at, at + size)
    at += size
    try {
      return utf8.decode(encoded)
    } catch {
      throw new DamagedBytes(`a text before byte ${at} is no UTF-8`)
    }
  }

  function end(): void {
    if (at !== length) throw new DamagedBytes(`${length - at} bytes are left over`)
  }

  return { uint, bigint, string, end }
}
