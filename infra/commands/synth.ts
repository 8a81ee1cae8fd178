import { existsSync } from 'node:fs'
import { mkdtemp, rm } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { join, resolve } from 'node:path'
import { parseArgs } from 'node:util'
import type { Config } from '../../domain/config.ts'
import { chooseConfigFile } from '../config-file.ts'
import { readConfig } from '../read-config.ts'

const USAGE = `usage: npm run synth -- [--config FILE] [--out DIR]

Writes Terraform for the accounts of a configuration. Needs no network and no credentials.

  --config FILE   default: the environment's CONFIG_FILE, else config.yaml, else config.example.yaml
  --out DIR       default: the environment's CDKTF_OUTDIR, which cdktf sets, else cdktf.out

Exit code: 0 written, 1 the configuration cannot be read or has mistakes, 2 called wrongly.
`

process.exitCode = await main()

async function main(): Promise<number> {
  const options = readOptions()
  if (options instanceof Error) return fail(2, `${options.message}\n\n${USAGE}`)
  if (options.help === true) {
    process.stdout.write(USAGE)
    return 0
  }
  const { file, note } = chooseConfigFile(options.config ?? process.env['CONFIG_FILE'], existsSync)
  if (note !== null) process.stderr.write(`${note}\n`)
  const config = await readConfig(file)
  if (config instanceof Error) return fail(1, `${config.message}\n`)
  await write(config, resolve(options.out ?? process.env['CDKTF_OUTDIR'] ?? 'cdktf.out'))
  return 0
}

function fail(exitCode: number, message: string): number {
  process.stderr.write(message)
  return exitCode
}

function readOptions() {
  try {
    return parseArgs({ options: { config: { type: 'string' }, out: { type: 'string' }, help: { type: 'boolean' } } }).values
  } catch (error) {
    return error as Error
  }
}

async function write(config: Config, outdir: string): Promise<void> {
  // Loading all resources takes longer than telling a mistake.
  const [{ archiveFunctions }, { synthesize }] = await Promise.all([import('../function-archives.ts'), import('../main.ts')])
  const folder = await mkdtemp(join(tmpdir(), 'functions-'))
  try {
    synthesize(config, await archiveFunctions(folder), outdir)
  } finally {
    await rm(folder, { recursive: true, force: true })
  }
}
