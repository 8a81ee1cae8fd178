import t from 'tap'
import { isSameAddress } from '../../domain/email-address.ts'

t.test('an address is the same in any case of its letters, and no other one is', async (t) => {
  const cases: [one: string, other: string, same: boolean][] = [
    ['ann@example.com', 'ann@example.com', true], ['Ann@Example.COM', 'ann@example.com', true], ['ann@example.com', 'ANN@example.com', true],
    ['ann@example.com', 'anne@example.com', false], ['ann@example.com', 'ann@example.org', false], ['ann@example.com', 'ann.example.com', false],
    ['kim@example.com', '\u212aim@example.com', false], ['ass@example.com', 'a\u00df@example.com', false], ['', '', true], ['', 'a', false],
  ]
  for (const [one, other, same] of cases) t.equal(isSameAddress(one, other), same, `${one} and ${other}`)
})
