import { cp, mkdir, readdir, readFile, stat, writeFile } from 'node:fs/promises'
import { dirname, extname, join, resolve } from 'node:path'
import { VENDOR_FILES } from '../domain/contract.ts'
import { bundleProgram } from './bundle-program.ts'

const ROOT = resolve(import.meta.dirname, '..')

/** As deep as the sources, which find views/ and public/ two folders above themselves. */
const PROGRAMS = { 'server/dashboard': 'server/dashboard.ts', 'server/healthcheck': 'server/healthcheck.ts' } as const
const LICENCE = /^(licen[cs]e|notice|copying)([.-].*)?$/i

export interface ImageTree {
  readonly bytes: number
  /** Paths of all files, sorted. */
  readonly files: readonly string[]
  /** Files of this project and of packages that became part of the programs. */
  readonly inputs: readonly string[]
}

/** Puts together all that the container's image holds besides Node, in a folder that is empty or not there yet. */
export async function assembleImage(folder: string): Promise<ImageTree> {
  if ((await filesIn(folder)).length > 0) throw new Error(`${folder} is not empty`)
  const programs = await Promise.all(Object.entries(PROGRAMS).map(([place, entry]) => bundleProgram(entry, join(folder, place))))
  for (const name of ['views', 'public', 'LICENSE']) await cp(join(ROOT, name), join(folder, name), { recursive: true, filter: isServed })
  for (const { package: name, path } of Object.values(VENDOR_FILES)) {
    for (const file of ['package.json', path]) await copyFile(join('node_modules', name, file), folder)
  }
  const inputs = programs.flatMap((program) => program.inputs)
  await writeFile(join(folder, 'THIRD-PARTY-LICENSES.txt'), await licencesOf(packagesOf(inputs)))
  const files = await filesIn(folder)
  const sizes = await Promise.all(files.map(async (file) => (await stat(join(folder, file))).size))
  return { bytes: sizes.reduce((sum, size) => sum + size, 0), files, inputs }
}

/** What of views/ and public/ the server reads; whatever else lies there stays out. */
function isServed(path: string): boolean {
  return extname(path) === '' || ['.eta', '.js', '.css', '.svg'].includes(extname(path))
}

async function copyFile(file: string, folder: string): Promise<void> {
  await mkdir(join(folder, dirname(file)), { recursive: true })
  await cp(join(ROOT, file), join(folder, file))
}

async function filesIn(folder: string): Promise<string[]> {
  const entries = await readdir(folder, { recursive: true, withFileTypes: true }).catch((error: NodeJS.ErrnoException) => {
    if (error.code === 'ENOENT') return []
    throw error
  })
  return entries.filter((entry) => entry.isFile()).map(({ parentPath, name }) => join(parentPath, name).slice(folder.length + 1)).sort()
}

/** Folders of the packages that files are of, and of those that are copied as they are. */
function packagesOf(inputs: readonly string[]): string[] {
  const folders = inputs.map((file) => /^(?:.*\/)?node_modules\/(?:@[^/]+\/)?[^/]+/.exec(file)?.[0]).filter((folder) => folder !== undefined)
  return [...new Set([...folders, ...Object.values(VENDOR_FILES).map(({ package: name }) => `node_modules/${name}`)])].sort()
}

async function licencesOf(folders: readonly string[]): Promise<string> {
  const texts = await Promise.all(folders.map(async (folder) => {
    const names = (await readdir(join(ROOT, folder))).filter((name) => LICENCE.test(name)).sort()
    const { name, version, license } = JSON.parse(await readFile(join(ROOT, folder, 'package.json'), 'utf8')) as Record<string, unknown>
    const head = `${String(name)} ${String(version)} (${String(license)})`
    return [head, ...await Promise.all(names.map((name) => readFile(join(ROOT, folder, name), 'utf8')))].join('\n\n')
  }))
  return texts.join(`\n\n${'-'.repeat(80)}\n\n`)
}
