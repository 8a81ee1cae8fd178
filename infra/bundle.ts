import { join, resolve } from 'node:path'
import { FUNCTION_NAMES, type FunctionName } from '../domain/contract.ts'
import { bundleProgram, type Program } from './bundle-program.ts'

export const FUNCTIONS_FOLDER = resolve(import.meta.dirname, '..', 'dist', 'functions')

export interface Bundle extends Program {
  readonly name: FunctionName
  /** What goes into the function's archive: `index.mjs` and its source map. */
  readonly folder: string
}

/** Builds functions, each into a folder of its own. */
export async function bundleFunctions(
  folder = FUNCTIONS_FOLDER, names: readonly FunctionName[] = FUNCTION_NAMES,
): Promise<Bundle[]> {
  return Promise.all(names.map(async (name) => {
    const own = join(folder, name)
    return { name, folder: own, ...await bundleProgram(`functions/${name}.lambda.ts`, own) }
  }))
}
