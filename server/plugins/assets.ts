import { createHash } from 'node:crypto'
import { readdirSync, readFileSync } from 'node:fs'
import { createRequire } from 'node:module'
import { dirname, join } from 'node:path'
import { fileURLToPath } from 'node:url'
import fastifyStatic from '@fastify/static'
import type { FastifyInstance } from 'fastify'

const PUBLIC_DIR = fileURLToPath(new URL('../../public/', import.meta.url))
const require = createRequire(import.meta.url)

/** Files of packages that pages load, by the name they are served under. */
const VENDOR_FILES: Readonly<Record<string, string>> = {
  'htmx.min.js': join(dirname(require.resolve('htmx.org/package.json')), 'dist/htmx.min.js'),
  'apexcharts.min.js': join(dirname(require.resolve('apexcharts/package.json')), 'dist/apexcharts.min.js'),
}

/** Prefix of every asset. It changes with the content of any of them, so that browsers may keep them for good. */
export const ASSETS_URL = `/assets/${contentVersion()}/`

/** Serves public/ and the vendor files below ASSETS_URL. */
export async function addAssets(app: FastifyInstance): Promise<void> {
  await app.register(fastifyStatic, { root: PUBLIC_DIR, prefix: ASSETS_URL, maxAge: '365d', immutable: true, index: false })
  for (const [name, path] of Object.entries(VENDOR_FILES)) {
    app.get(ASSETS_URL + name, (_request, reply) =>
      reply.sendFile(name, dirname(path), { maxAge: '365d', immutable: true }))
  }
}

function contentVersion(): string {
  const hash = createHash('sha256')
  const ownFiles = readdirSync(PUBLIC_DIR).sort().map((name) => join(PUBLIC_DIR, name))
  for (const path of [...ownFiles, ...Object.values(VENDOR_FILES)]) hash.update(readFileSync(path))
  return hash.digest('hex').slice(0, 12)
}
