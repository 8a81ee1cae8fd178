import t from 'tap'
import { parseGenerated } from '../fixtures/parse-generated.ts'

const MIB = 1024 * 1024

t.test('F9: a log object of 500 MB is streamed: less than 256 MB of memory, hardly more than for one of 5 MB', async (t) => {
  const small = await parseGenerated(5)
  const large = await parseGenerated(500)
  t.ok(large.bytes >= 500 * MIB, `${large.bytes} bytes`)
  t.equal(large.records, 100 * small.records)
  t.ok(large.maxRssBytes < 256 * MIB, `${Math.round(large.maxRssBytes / MIB)} MiB`)
  t.ok(large.maxRssBytes < small.maxRssBytes + 64 * MIB, `${Math.round(small.maxRssBytes / MIB)} MiB for the small one`)
})
