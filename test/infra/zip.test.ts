import { crc32, inflateRawSync } from 'node:zlib'
import t from 'tap'
import { zip } from '../../infra/zip.ts'

const entries = [
  { name: 'index.mjs.map', data: Buffer.from('{"version":3}') },
  { name: 'index.mjs', data: Buffer.from('export const handler = () => 1\n'.repeat(100)) },
]

t.test('the same files give the same bytes, in whatever order', async (t) => {
  t.ok(zip(entries).equals(zip(entries.toReversed())))
  t.notOk(zip(entries).equals(zip(entries.slice(1))))
})

/** The directory at the end of an archive, read by the book, and the data that it points to. */
function filesIn(bytes: Buffer) {
  const end = bytes.length - 22
  t.equal(bytes.readUInt32LE(end), 0x06054b50)
  const files = []
  let at = bytes.readUInt32LE(end + 16)
  t.equal(at + bytes.readUInt32LE(end + 12), end, 'the directory ends where the archive does')
  for (let left = bytes.readUInt16LE(end + 10); left > 0; left -= 1) {
    t.equal(bytes.readUInt32LE(at), 0x02014b50)
    const nameLength = bytes.readUInt16LE(at + 28)
    const name = bytes.toString('utf8', at + 46, at + 46 + nameLength)
    const local = bytes.readUInt32LE(at + 42)
    t.equal(bytes.readUInt32LE(local), 0x04034b50)
    t.ok(bytes.subarray(local + 4, local + 30).equals(bytes.subarray(at + 6, at + 32)), 'both headers say the same')
    const start = local + 30 + nameLength
    const data = inflateRawSync(bytes.subarray(start, start + bytes.readUInt32LE(at + 20)))
    t.equal(bytes.readUInt32LE(at + 16), crc32(data), name)
    t.equal(bytes.readUInt32LE(at + 24), data.length, name)
    files.push({ name, data: data.toString(), mode: (bytes.readUInt32LE(at + 38) >>> 16).toString(8) })
    at += 46 + nameLength
  }
  return files
}

t.test('every file is in it whole and may be read by all, in the order of names', async (t) => {
  const expected = entries.toReversed().map(({ name, data }) => ({ name, data: data.toString(), mode: '100644' }))
  t.same(filesIn(zip(entries)), expected)
  t.same(filesIn(zip([])), [])
})
