import { crc32, deflateRawSync } from 'node:zlib'

export interface ZipEntry {
  readonly name: string
  readonly data: Uint8Array
}

/** 1 January 1980, the first day that a zip can tell: with the real time, the same files would give other bytes each time. */
const TIME = 0
const DATE = (1 << 5) | 1
const VERSION_NEEDED = 20
const MADE_BY_UNIX = (3 << 8) | VERSION_NEEDED
const UTF8_NAMES = 1 << 11
const DEFLATE = 8
/** A plain file that everybody may read, which Lambda asks for. */
const MODE = (0o100644 << 16) >>> 0

/** A zip archive of files, in the order of their names: the same files give the same bytes. */
export function zip(entries: readonly ZipEntry[]): Buffer {
  const files: Buffer[] = []
  const directory: Buffer[] = []
  let offset = 0
  for (const { name, data } of entries.toSorted((a, b) => (a.name < b.name ? -1 : 1))) {
    const encodedName = Buffer.from(name)
    const compressed = deflateRawSync(data, { level: 9 })
    const common = commonHeader(data, compressed, encodedName)
    files.push(header(0x04034b50), common, encodedName, compressed)
    directory.push(header(0x02014b50, MADE_BY_UNIX), common, directoryTail(offset), encodedName)
    offset += 4 + common.length + encodedName.length + compressed.length
  }
  const size = directory.reduce((sum, { length }) => sum + length, 0)
  return Buffer.concat([...files, ...directory, endOfDirectory(entries.length, size, offset)])
}

function header(signature: number, madeBy?: number): Buffer {
  const bytes = Buffer.alloc(madeBy === undefined ? 4 : 6)
  bytes.writeUInt32LE(signature)
  if (madeBy !== undefined) bytes.writeUInt16LE(madeBy, 4)
  return bytes
}

/** What stands both before a file and in the directory: 26 bytes, the last two of them the length of extra fields. */
function commonHeader(data: Uint8Array, compressed: Uint8Array, name: Uint8Array): Buffer {
  const bytes = Buffer.alloc(26)
  for (const [index, value] of [VERSION_NEEDED, UTF8_NAMES, DEFLATE, TIME, DATE].entries()) bytes.writeUInt16LE(value, index * 2)
  for (const [index, value] of [crc32(data), compressed.length, data.length].entries()) bytes.writeUInt32LE(value, 10 + index * 4)
  bytes.writeUInt16LE(name.length, 22)
  return bytes
}

/** Comment, disk and internal attributes are none; then what the file may be used for, and where it starts. */
function directoryTail(offset: number): Buffer {
  const bytes = Buffer.alloc(14)
  bytes.writeUInt32LE(MODE, 6)
  bytes.writeUInt32LE(offset, 10)
  return bytes
}

function endOfDirectory(count: number, size: number, offset: number): Buffer {
  const bytes = Buffer.alloc(22)
  bytes.writeUInt32LE(0x06054b50)
  bytes.writeUInt16LE(count, 8)
  bytes.writeUInt16LE(count, 10)
  bytes.writeUInt32LE(size, 12)
  bytes.writeUInt32LE(offset, 16)
  return bytes
}
