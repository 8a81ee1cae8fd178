import type { ReadStream } from 'node:tty'
import { passwordFault } from '../../domain/password-fault.ts'
import { hashPassword } from '../auth/password.ts'
import type { Command } from './cli.ts'

const MAX_LENGTH = 1024

export const hashPasswordCommand: Command<Record<string, never>> = {
  name: 'npm run --silent hash-password',
  synopsis: '< FILE',
  help: `
Prints the hash of a password, for passwordHash in the section auth.password.users of the configuration.
Asks for the password where there is somebody to ask, and else reads it from standard input: a password in the command itself
would stay in the history of the shell.

Exit code: 0 done, 1 failed, 2 called wrongly.`,
  options: {},
  async run() {
    const password = process.stdin.isTTY ? await askTwice(process.stdin) : await readAll(process.stdin)
    const fault = passwordFault(password)
    if (fault !== null) throw new Error(`the password ${fault}`)
    process.stdout.write(`${await hashPassword(password)}\n`)
  },
}

async function askTwice(terminal: ReadStream): Promise<string> {
  const password = await ask(terminal, 'Password: ')
  if (await ask(terminal, 'Once more: ') !== password) throw new Error('these are two different passwords')
  return password
}

/** One line, of which the terminal shows nothing. */
async function ask(terminal: ReadStream, question: string): Promise<string> {
  process.stderr.write(question)
  terminal.setRawMode(true).setEncoding('utf8')
  let typed: string[] = []
  try {
    for await (const chunk of terminal.iterator({ destroyOnReturn: false })) {
      for (const key of String(chunk)) {
        if (key === '\r' || key === '\n') return typed.join('')
        if (key === '\u0003' || key === '\u0004') throw new Error('no password was given')
        typed = key === '\u007f' || key === '\b' ? typed.slice(0, -1) : [...typed, key]
      }
    }
    return typed.join('')
  } finally {
    terminal.setRawMode(false).pause()
    process.stderr.write('\n')
  }
}

/** All of it, without the line's end that editors and echo add. */
async function readAll(stream: NodeJS.ReadableStream): Promise<string> {
  let text = ''
  for await (const chunk of stream) {
    text += String(chunk)
    if (text.length > MAX_LENGTH + 2) throw new Error(`the password has more than ${MAX_LENGTH} characters`)
  }
  return text.replace(/\r?\n$/, '')
}
