import fc from 'fast-check'
import t from 'tap'
import { shortText } from '../../domain/short-text.ts'

t.test('what is short enough stays as it is', async (t) => {
  t.equal(shortText('abc', 32), 'abc')
  t.equal(shortText('x'.repeat(32), 32), 'x'.repeat(32))
})

t.test('texts that differ anywhere stay different, within the limit', async (t) => {
  fc.assert(fc.property(fc.string({ minLength: 33, maxLength: 80, unit: 'binary' }), fc.nat(), (text, at) => {
    const other = text.slice(0, at % text.length) + '\u0000' + text.slice(at % text.length)
    return shortText(text, 32).length <= 32 && shortText(text, 32) !== shortText(other, 32)
  }), { numRuns: 100 })
  const seen = new Set(Array.from({ length: 5_000 }, (_, i) => shortText('session-'.repeat(40) + i, 64)))
  t.equal(seen.size, 5_000)
})

t.test('the cut goes through no surrogate pair', async (t) => {
  for (const lead of ['', 'x']) t.notMatch(shortText(lead + '😀'.repeat(50), 33), /[\uD800-\uDBFF](?![\uDC00-\uDFFF])/)
})

t.test('the hash is the same on every machine', async (t) => {
  t.equal(shortText('a'.repeat(40), 20), shortText('a'.repeat(40), 20))
  t.match(shortText('a'.repeat(40), 20), /^aaa~[0-9a-f]{16}$/)
})
