import { build } from 'esbuild'
import { mkdir, rm, writeFile } from 'node:fs/promises'
import { dirname, join, relative, resolve } from 'node:path'

const ROOT = resolve(import.meta.dirname, '..')

/** Where programs seem to be built, wherever they are written: paths in source maps are relative to it. */
const OUT = join(ROOT, 'dist', 'program')
const PROGRAM = 'index.mjs'

export interface Program {
  /** Of `index.mjs`. */
  readonly bytes: number
  /** Files of this project and of packages that are part of it. */
  readonly inputs: readonly string[]
}

/** Packages that are no ES modules ask for Node's own ones by `require`. */
const BANNER = `import { createRequire } from 'node:module'; const require = createRequire(import.meta.url);`

/**
 * Makes one file of a program and all that it imports, for the Node of production: `index.mjs` in a folder of its own, with its
 * source map. The same sources give the same bytes, wherever they are written.
 */
export async function bundleProgram(entry: string, folder: string): Promise<Program> {
  const { outputFiles, metafile } = await build({
    entryPoints: [join(ROOT, entry)],
    outfile: join(OUT, dirname(entry), PROGRAM),
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
  for (const { path, contents } of outputFiles) await writeFile(join(folder, relative(join(OUT, dirname(entry)), path)), contents)
  const bytes = outputFiles.find(({ path }) => path.endsWith(PROGRAM))?.contents.length ?? 0
  return { bytes, inputs: Object.keys(metafile.inputs) }
}
