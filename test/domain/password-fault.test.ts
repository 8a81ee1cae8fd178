import t from 'tap'
import { passwordFault } from '../../domain/password-fault.ts'

t.test('a password is long, can be typed, and is none that everybody knows', async (t) => {
  const cases: [string, RegExp | null][] = [
    ['correct horse battery', null], ['kQ9vXw2rT7yB', null], ['passwörter im garten', null], ['admin of the garden gnomes', null],
    ['', /has 0 characters, and needs at least 12/], ['elevenchars', /has 11 characters/], ['x'.repeat(1025), /more than 1024/],
    ['correct horse\nbattery', /end of a line/], ['correct horse\u0000battery', /no keyboard/],
    ['password1234', /others try first/], ['Admin-Password!', /others try first/], ['changeme-changeme', /others try first/],
    ['aaaaaaaaaaaaaaa', /others try first/], ['abababababababab', /others try first/], ['123456789012', /others try first/],
  ]
  for (const [password, fault] of cases) {
    const found = passwordFault(password)
    if (fault === null) t.equal(found, null, password)
    else t.match(found, fault, password.slice(0, 30))
    if (password.length > 4) t.notMatch(String(found), password.slice(0, 12))
  }
})
