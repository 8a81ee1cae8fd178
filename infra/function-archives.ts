import { createHash } from 'node:crypto'
import { mkdir, readFile, readdir, writeFile } from 'node:fs/promises'
import { join } from 'node:path'
import type { FunctionName } from '../domain/contract.ts'
import { bundleFunctions, type Bundle } from './bundle.ts'
import { zip, type ZipEntry } from './zip.ts'

/** Code of a function, ready to be uploaded. */
export interface FunctionArchive {
  /** Absolute path of the zip. */
  readonly path: string
  /** Changes with names and contents of the files in it, and with nothing else: not with how they are compressed. */
  readonly hash: string
}
export type Archives = Readonly<Record<FunctionName, FunctionArchive>>

/** Builds all functions and archives them in a folder. The same sources give the same bytes. */
export async function archiveFunctions(folder: string): Promise<Archives> {
  const bundles = await bundleFunctions(join(folder, 'bundles'))
  await mkdir(folder, { recursive: true })
  const archives = await Promise.all(bundles.map(async (bundle) => [bundle.name, await archive(bundle, folder)] as const))
  return Object.fromEntries(archives) as Archives
}

async function archive({ name, folder }: Bundle, target: string): Promise<FunctionArchive> {
  const names = (await readdir(folder)).sort()
  const entries = await Promise.all(names.map(async (name) => ({ name, data: await readFile(join(folder, name)) })))
  const path = join(target, `${name}.zip`)
  await writeFile(path, zip(entries))
  return { path, hash: hashOf(entries) }
}

function hashOf(entries: readonly ZipEntry[]): string {
  const hash = createHash('sha256')
  for (const { name, data } of entries) hash.update(`${name}\0${data.length}\0`).update(data)
  return hash.digest('hex')
}
