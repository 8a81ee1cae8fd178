import { mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join, resolve } from 'node:path'
import type { Test } from 'tap'
import { writeSample } from '../../server/sample/write-sample.ts'
import { startProgram } from './processes.ts'

const ROOT = resolve(import.meta.dirname, '../..')
const DAYS = 1

/** A folder until the test ends. */
export function temporaryFolder(t: Test): string {
  const folder = mkdtempSync(join(tmpdir(), 'chain-'))
  t.teardown(() => rmSync(folder, { recursive: true, force: true }))
  return folder
}

/** Writes a file of this folder into another one, with these values in place of `${NAME}`. */
export function writeFilled(name: string, folder: string, values: Readonly<Record<string, string | number>>): string {
  const text = readFileSync(join(import.meta.dirname, name), 'utf8').replace(/\$\{([A-Z_]+)\}/g, (_, key: string) => {
    const value = values[key]
    if (value === undefined) throw new Error(`${name} wants ${key}`)
    return String(value)
  })
  const path = join(folder, name)
  writeFileSync(path, text)
  return path
}

export interface DashboardOptions {
  /** An empty folder. */
  readonly folder: string
  readonly config: string
  readonly port: number
  readonly env?: Readonly<Record<string, string>>
}

/** The dashboard as a process of its own, with two days of made-up calls. */
export async function startDashboard(t: Test, { folder, config, port, env = {} }: DashboardOptions): Promise<string> {
  const logs = join(folder, 'logs')
  await writeSample(logs, new Date(), DAYS)
  const args = ['--import', 'tsx', join(ROOT, 'server/main.ts'), '--logs', logs, '--config', config, '--data', join(folder, 'data'), '--port', String(port)]
  const url = `http://127.0.0.1:${port}`
  await startProgram(t, { command: process.execPath, args, env, url: `${url}/healthz` })
  return url
}
