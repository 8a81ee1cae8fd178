import { mkdir, readFile, rename, writeFile } from 'node:fs/promises'
import { dirname, join } from 'node:path'
import type { ExportFiles } from '../domain/export-ports.ts'

/** Files in a folder; the parts of a key are folders. */
export function directoryFiles(folder: string): ExportFiles {
  const pathOf = (key: string) => join(folder, ...key.split('/'))
  return {
    async read(key) {
      try {
        return await readFile(pathOf(key))
      } catch (error) {
        if ((error as NodeJS.ErrnoException).code === 'ENOENT') return null
        throw error
      }
    },

    async write(key, bytes) {
      const path = pathOf(key)
      await mkdir(dirname(path), { recursive: true })
      await writeFile(`${path}.part`, bytes)
      await rename(`${path}.part`, path)
    },
  }
}
