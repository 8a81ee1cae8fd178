import { spawn, type ChildProcess } from 'node:child_process'
import { once } from 'node:events'
import { createServer, type AddressInfo } from 'node:net'
import { setTimeout as sleep } from 'node:timers/promises'
import type { Test } from 'tap'

const PATIENCE_MS = 180_000
const LINGER_MS = 15_000

/** Ports of this machine that nobody listens on. */
export async function freePorts(count: number): Promise<number[]> {
  const servers = Array.from({ length: count }, () => createServer().listen(0, '127.0.0.1'))
  await Promise.all(servers.map((server) => once(server, 'listening')))
  const ports = servers.map((server) => (server.address() as AddressInfo).port)
  await Promise.all(servers.map((server) => once(server.close(), 'close')))
  return ports
}

export interface Program {
  readonly command: string
  readonly args: readonly string[]
  readonly env?: Readonly<Record<string, string>>
  /** Answers anything at all once the program serves. */
  readonly url: string
}

/** Starts a program, waits until it serves, and ends it with the test. Rejects with what it said if it ends before that. */
export async function startProgram(t: Test, { command, args, env = {}, url }: Program): Promise<void> {
  const child = spawn(command, args, { env: { ...process.env, ...env }, stdio: ['ignore', 'pipe', 'pipe'] })
  let said = ''
  for (const stream of [child.stdout, child.stderr]) stream.on('data', (chunk: Buffer) => { said += chunk.toString('utf8') })
  t.teardown(() => end(child))
  const until = Date.now() + PATIENCE_MS
  while (!await answers(url)) {
    if (child.exitCode !== null) throw new Error(`${command} ended with code ${child.exitCode}:\n${said}`)
    if (Date.now() > until) throw new Error(`${command} does not serve ${url}:\n${said}`)
    await sleep(200)
  }
}

async function answers(url: string): Promise<boolean> {
  return fetch(url, { redirect: 'manual' }).then(() => true, () => false)
}

async function end(child: ChildProcess): Promise<void> {
  if (child.exitCode !== null || child.signalCode !== null) return
  const ended = once(child, 'exit')
  child.kill('SIGTERM')
  await Promise.race([ended, sleep(LINGER_MS, undefined, { ref: false })])
  child.kill('SIGKILL')
}
