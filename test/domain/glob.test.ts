import fc from 'fast-check'
import t from 'tap'
import { matchesGlob } from '../../domain/glob.ts'

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
