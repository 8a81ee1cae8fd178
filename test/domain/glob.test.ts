import fc from 'fast-check'
import t from 'tap'
import { escapeGlob, matchesGlob } from '../../domain/glob.ts'

t.test('a star stands for any run of characters', async (t) => {
  for (const [pattern, text] of [['*', ''], ['*', 'a'], ['a', 'a'], ['a*', 'abc'], ['*c', 'abc'], ['a*c', 'ac'], ['a*b*c', 'a1b2c'],
    ['**', 'x'], ['', '']] as const) {
    t.ok(matchesGlob(pattern, text), `${pattern} takes ${text}`)
  }
  for (const [pattern, text] of [['a', 'ab'], ['a*', 'ba'], ['ab*b', 'ab'], ['a*bc*c', 'abc'], ['', 'a'], ['a.c', 'abc'], ['A', 'a']] as const) {
    t.notOk(matchesGlob(pattern, text), `${pattern} leaves ${text}`)
  }
})

t.test('it agrees with the regular expression that a pattern means', async (t) => {
  const word = fc.string({ unit: fc.constantFrom('a', 'b', '.', '*'), maxLength: 8 })
  fc.assert(fc.property(word, word.map((text) => text.replaceAll('*', 'b')), (pattern, text) => {
    const regExp = new RegExp(`^${pattern.replaceAll('.', '\\.').replaceAll('*', '.*')}$`)
    return matchesGlob(pattern, text) === regExp.test(text)
  }), { numRuns: 2000 })
  t.pass()
})

t.test('a backslash makes a star or another backslash stand for itself', async (t) => {
  for (const [pattern, text, matches] of [
    ['\\*', '*', true], ['\\*', 'a', false], ['a\\**', 'a*b', true], ['a\\**', 'ab', false], ['\\\\', '\\', true], ['\\\\*', '\\x', true], ['a\\b', 'a\\b', true],
  ] as const) t.equal(matchesGlob(pattern, text), matches, `${pattern} and ${text}`)
})

t.test('an escaped text matches itself and nothing else', async (t) => {
  const word = fc.string({ unit: fc.constantFrom('a', '*', '\\'), maxLength: 6 })
  fc.assert(fc.property(word, word, (text, other) => {
    const pattern = escapeGlob(text)
    return matchesGlob(pattern, text) && matchesGlob(pattern, other) === (text === other)
  }), { numRuns: 2000 })
  t.pass()
})
