import t from 'tap'
import { isPlaceholderHash, parsePasswordHash } from '../../../domain/password-hash.ts'
import { hashPassword, isPassword, passwordMark } from '../../../server/auth/password.ts'
import { hashOf } from '../../fixtures/password-users.ts'

t.test('a hash tells its parameters, and two of the same password differ', async (t) => {
  const [first, second] = await Promise.all([hashPassword('correct horse battery'), hashPassword('correct horse battery')])
  t.match(parsePasswordHash(first ?? ''), { logN: 16, r: 8, p: 2 })
  t.not(first, second)
  t.not(passwordMark(first ?? ''), passwordMark(second ?? ''))
  t.equal(isPlaceholderHash(first ?? ''), false)
  t.equal(await isPassword('correct horse battery', first ?? ''), true)
})

t.test('an older hash goes on with the parameters it was made with', async (t) => {
  const hash = hashOf('correct horse battery')
  t.match(hash, 'ln=15,r=8,p=1')
  t.equal(await isPassword('correct horse battery', hash), true)
  for (const wrong of ['', 'Correct horse battery', 'correct horse battery ', 'correct horse batter']) t.equal(await isPassword(wrong, hash), false)
  t.equal(await isPassword('correct horse battery', hash.replace('ln=15', 'ln=16')), false)
})

t.test('what is no hash is none', async (t) => {
  const good = hashOf('correct horse battery')
  const bad = ['', 'x', good.replace('ln=15', 'ln=14'), good.replace('ln=15', 'ln=19'), good.replace('p=1', 'p=9'), good.replace('r=8', 'r=1'),
    good.replace('scrypt', 'bcrypt'), `${good}$`, `${good}A`, `${good}\n`, good.slice(0, -1), good.replace('p=1', 'p=0')]
  for (const text of bad) t.equal(parsePasswordHash(text), null, text)
  await t.rejects(isPassword('x', 'x'))
})
