import { createReadStream, statSync } from 'node:fs'
import { readdir, stat } from 'node:fs/promises'
import { join, relative, resolve, sep } from 'node:path'
import type { LogObject, LogObjects } from '../domain/ports.ts'
import { readLines, type LineLimits } from './lines.ts'

/**
 * Log objects in a folder: keys are paths below it with `/` between the parts, whatever the system's separator. A folder
 * inside of an `AWSLogs` tree keeps that tree's names in its keys, since they say account and region.
 *
 * Throws if the folder does not exist or is none. Links are followed, every folder once.
 */
export function directoryLogObjects(folder: string, limits: Partial<LineLimits> = {}): LogObjects {
  const root = resolve(folder)
  if (statSync(root, { throwIfNoEntry: false })?.isDirectory() !== true) {
    throw new Error(`log folder "${folder}" does not exist or is not a folder`)
  }
  const above = partsInsideLogTree(root)
  return {
    list: () => walk(root, above, new Set()),
    lines: (key) => readLines(createReadStream(pathOf(root, above, key)), limits),
  }
}

/** `AWSLogs/111122223333/` for `/logs/AWSLogs/111122223333`, nothing for a folder outside of such a tree. */
function partsInsideLogTree(root: string): string {
  const parts = root.split(sep)
  const at = parts.lastIndexOf('AWSLogs')
  return at === -1 ? '' : `${parts.slice(at).join('/')}/`
}

function pathOf(root: string, above: string, key: string): string {
  const path = resolve(root, ...key.slice(above.length).split('/'))
  const inside = key.startsWith(above) && !relative(root, path).split(sep).includes('..')
  if (!inside) throw new Error(`key "${key}" does not lie in the log folder`)
  return path
}

/** Depth first in the order of keys, in which a folder's name ends with its separator. */
async function* walk(folder: string, prefix: string, visited: Set<string>): AsyncGenerator<LogObject> {
  const names: string[] = []
  const found = new Map<string, Awaited<ReturnType<typeof statOrNull>>>()
  for (const name of await readdir(folder)) {
    const info = await statOrNull(join(folder, name))
    const entry = info?.isDirectory() === true ? `${name}/` : name
    names.push(entry)
    found.set(entry, info)
  }
  for (const name of names.sort()) {
    const info = found.get(name)
    if (info === undefined || info === null) continue
    const path = join(folder, name)
    if (info.isFile()) yield { key: prefix + name, bytes: info.size, version: `${info.size}-${info.mtimeMs}` }
    if (!info.isDirectory() || visited.has(`${info.dev}:${info.ino}`)) continue
    visited.add(`${info.dev}:${info.ino}`)
    yield* walk(path, prefix + name, visited)
  }
}

/** Null for what is gone since it was listed, and for links that lead nowhere or in circles. */
async function statOrNull(path: string) {
  try {
    return await stat(path)
  } catch (error) {
    if (['ENOENT', 'ELOOP'].includes(String((error as NodeJS.ErrnoException).code))) return null
    throw error
  }
}
