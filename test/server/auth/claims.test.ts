import t from 'tap'
import { claimAt, emailOf, groupsOf, textOf } from '../../../server/auth/claims.ts'

t.test('a claim is found by its whole name first, then by the way to it', async (t) => {
  const claims = { a: { b: { c: 1 } }, 'a.b': 2, list: ['x'] }
  const cases: [string, unknown][] = [['a.b', 2], ['a.b.c', 1], ['list', ['x']], ['list.0', 'x'], ['none', undefined], ['a.none.c', undefined],
    ['__proto__', undefined], ['constructor', undefined], ['a.constructor', undefined]]
  for (const [name, value] of cases) t.same(claimAt(claims, name), value, name)
})

t.test('texts that cannot be shown are none', async (t) => {
  for (const value of [undefined, null, 1, '', '  ', 'a\nb', 'a\u0000', 'a\u2028b', 'x'.repeat(321), ['a']]) t.equal(textOf(value), null, encodeURIComponent(String(value)).slice(0, 20))
  t.equal(textOf('Ann Ödegård'), 'Ann Ödegård')
})

t.test('an e-mail address has one @, and none is none', async (t) => {
  t.equal(emailOf('Ann@Example.com'), 'ann@example.com')
  for (const value of [undefined, null, '']) t.equal(emailOf(value), null)
  for (const value of ['ann', 'a@b@c', 'a@b,c@d', '@b', 'a@', 'a @b', '<a@b>', 'a@b;c', 7, [], 'a@b\n']) t.throws(() => emailOf(value), { name: 'IdentityRefused' }, JSON.stringify(value))
})

t.test('groups are a list or a text, each named once', async (t) => {
  t.same(groupsOf(['a', ' b ', 'a', '', 7, null], ','), ['a', 'b'])
  t.same(groupsOf('a, b,,a', ','), ['a', 'b'])
  t.same(groupsOf('a,b|c', '|'), ['a,b', 'c'])
  t.same(groupsOf('[a, b]', ','), ['a', 'b'])
  for (const value of [undefined, null, 7, {}, '']) t.same(groupsOf(value, ','), [])
})
