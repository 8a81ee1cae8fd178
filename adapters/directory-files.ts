import { mkdir, readdir, readFile, rename, stat, writeFile } from 'node:fs/promises'
import { basename, dirname, join, relative, sep } from 'node:path'
import type { ExportFiles } from '../domain/export-ports.ts'

/**
 * Files in a folder; the parts of a key are folders. What a file was made of lies beside it under a name that begins with a
 * dot, which programs that read whole folders pass over.
 */
export function directoryFiles(folder: string): ExportFiles {
  const pathOf = (key: string) => join(folder, ...key.split('/'))
  const notePathOf = (path: string) => join(dirname(path), `.${basename(path)}.made-of`)

  return {
    async *list(prefix) {
      const found = await orNull(readdir(pathOf(prefix), { recursive: true, withFileTypes: true }))
      for (const entry of found ?? []) {
        if (!entry.isFile() || entry.name.startsWith('.')) continue
        yield relative(folder, join(entry.parentPath, entry.name)).split(sep).join('/')
      }
    },

    async madeOf(key) {
      const path = pathOf(key)
      return (await orNull(stat(path))) === null ? null : orNull(readFile(notePathOf(path), 'utf8'))
    },

    async write(key, bytes, madeOf) {
      const path = pathOf(key)
      await mkdir(dirname(path), { recursive: true })
      await replace(path, bytes)
      // Afterwards: a write that dies in between is made again.
      await replace(notePathOf(path), madeOf)
    },
  }
}

async function replace(path: string, content: Uint8Array | string): Promise<void> {
  const part = join(dirname(path), `.${basename(path)}.part`)
  await writeFile(part, content)
  await rename(part, path)
}

/** Null for what is not there. */
async function orNull<T>(read: Promise<T>): Promise<T | null> {
  try {
    return await read
  } catch (error) {
    if ((error as NodeJS.ErrnoException).code === 'ENOENT') return null
    throw error
  }
}
