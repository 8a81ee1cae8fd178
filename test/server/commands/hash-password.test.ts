import { spawnSync } from 'node:child_process'
import { resolve } from 'node:path'
import t from 'tap'
import { isPassword } from '../../../server/auth/password.ts'

const ROOT = resolve(import.meta.dirname, '../../..')

function hash(args: string[], input: string) {
  return spawnSync(process.execPath, ['--import=tsx', 'server/commands/hash-password.ts', ...args], { cwd: ROOT, input, encoding: 'utf8' })
}

t.test('the hash of what is read goes to standard output, and nothing else', async (t) => {
  const { status, stdout, stderr } = hash([], 'correct horse battery\n')
  t.match(stdout, /^scrypt:ln=16,r=8,p=2:[\w-]{22}:[\w-]{43}\n$/)
  t.equal(stderr, '')
  t.equal(status, 0)
  t.equal(await isPassword('correct horse battery', stdout.trim()), true)
  t.equal(await isPassword('correct horse battery\n', stdout.trim()), false)
})

t.test('a bad password is refused without being repeated, and one in the command is not taken', async (t) => {
  const cases: [string[], string, number, RegExp][] = [
    [[], 'short\n', 1, /^error: the password has 5 characters, and needs at least 12\n$/],
    [[], '', 1, /^error: the password has 0 characters/],
    [[], 'x'.repeat(5000), 1, /^error: the password has more than 1024 characters\n$/],
    [['correct horse battery'], '', 2, /^error: Unexpected argument/],
  ]
  for (const [args, input, code, message] of cases) {
    const { status, stdout, stderr } = hash(args, input)
    t.equal(stdout, '')
    t.match(stderr, message)
    t.equal(status, code)
  }
})
