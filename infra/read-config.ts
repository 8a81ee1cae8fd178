import { readFile } from 'node:fs/promises'
import { relative } from 'node:path'
import type { Config } from '../domain/config.ts'
import { ConfigError, parseConfig } from '../domain/parse-config.ts'

/** The configuration in a file, or what is wrong with it. */
export async function readConfig(file: string): Promise<Config | Error> {
  try {
    return parseConfig(await readFile(file, 'utf8'), relative('', file))
  } catch (error) {
    if (error instanceof ConfigError) return error
    if (error instanceof Error && 'code' in error) return new Error(`cannot read the configuration: ${error.message}`)
    throw error
  }
}
