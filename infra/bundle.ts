import { build, type Metafile } from 'esbuild'
import { mkdir, rm, writeFile } from 'node:fs/promises'
import { join, relative, resolve } from 'node:path'
import { FUNCTION_NAMES, type FunctionName } from '../domain/contract.ts'

const ROOT = resolve(import.meta.dirname, '..')

export const FUNCTIONS_FOLDER = join(ROOT, 'dist', 'functions')

export interface Bundle {
  readonly name: FunctionName
  /** What goes into the function's archive: `index.mjs` and its source map. */
  readonly folder: string
  readonly bytes: number
  /** Files of this project and of packages that are part of it. */
  readonly inputs: readonly string[]
}

/** Packages that are no ES modules ask for Node's own ones by `require`. */
const BANNER = `import { createRequire } from 'node:module'; const require = createRequire(import.meta.url);`

/** Builds functions, each into a folder of its own. The same sources give the same bytes, wherever they are written. */
export async function bundleFunctions(
  folder = FUNCTIONS_FOLDER, names: readonly FunctionName[] = FUNCTION_NAMES,
): Promise<Bundle[]> {
  return Promise.all(names.map((name) => bundleFunction(name, join(folder, name))))
}

async function bundleFunction(name: FunctionName, folder: string): Promise<Bundle> {
  const { outputFiles, metafile } = await build({
    entryPoints: [join(ROOT, 'functions', `${name}.lambda.ts`)],
    // Paths in the source map are relative to it.
    outfile: join(FUNCTIONS_FOLDER, name, 'index.mjs'),
    absWorkingDir: ROOT,
    bundle: true,
    platform: 'node',
    target: 'node24',
    format: 'esm',
    mainFields: ['module', 'main'],
    minify: true,
    sourcemap: 'linked',
    sourcesContent: false,
    legalComments: 'none',
    banner: { js: BANNER },
    logLevel: 'warning',
    metafile: true,
    write: false,
  })
  await rm(folder, { recursive: true, force: true })
  await mkdir(folder, { recursive: true })
  for (const { path, contents } of outputFiles) {
    await writeFile(join(folder, relative(join(FUNCTIONS_FOLDER, name), path)), contents)
  }
  return { name, folder, bytes: bytesOf(metafile), inputs: Object.keys(metafile.inputs) }
}

function bytesOf({ outputs }: Metafile): number {
  return Object.entries(outputs).reduce((sum, [path, { bytes }]) => sum + (path.endsWith('.mjs') ? bytes : 0), 0)
}
