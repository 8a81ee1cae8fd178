import fc from 'fast-check'
import assert from 'node:assert/strict'
import t from 'tap'
import { decodeLines, encodeLines } from '../../adapters/quarantined-lines.ts'
import type { QuarantinedLine } from '../../domain/ports.ts'

const lines = fc.uniqueArray(fc.record({
  line: fc.integer({ min: 1 }), reason: fc.constantFrom('not_json', 'bad_count'), field: fc.option(fc.constantFrom('a.b', 'ts')),
}, { noNullPrototype: true }), { selector: ({ line }) => line }).map((all) => all.sort((a, b) => a.line - b.line))

t.test('lines come back as they went in', async () => {
  fc.assert(fc.property(lines, (all) => assert.deepEqual(decodeLines(encodeLines(all)), all)), { numRuns: 200 })
})

t.test('ten thousand lines fit into an item', async (t) => {
  const all = Array.from({ length: 10_000 }, (_, index): QuarantinedLine => ({ line: 1_000_000 + index, reason: `r${index % 7}`, field: null }))
  const text = encodeLines(all)
  t.ok(text.length < 100_000, `${text.length} bytes`)
  t.equal(decodeLines(text).length, 10_000)
})

t.test('what does not fit is said to be there', async (t) => {
  const all = Array.from({ length: 1_000 }, (_, index): QuarantinedLine => ({ line: index + 1, reason: `reason ${index}`, field: 'f' }))
  const text = encodeLines(all, 2_000)
  t.ok(text.length < 2_200, `${text.length} bytes`)
  const listed = decodeLines(text)
  t.same(listed.at(-1), { line: listed.length, reason: 'further_lines_not_listed', field: null })
  t.same(listed.slice(0, -1), all.slice(0, listed.length - 1))
})
