import { createHash } from 'node:crypto'
import { readdirSync, readFileSync } from 'node:fs'
import { createRequire } from 'node:module'
import { dirname, join } from 'node:path'
import { fileURLToPath } from 'node:url'
import fastifyStatic from '@fastify/static'
import type { FastifyInstance } from 'fastify'

const PUBLIC_DIR = fileURLToPath(new URL('../../public/', import.meta.url))
const STYLES_DIR = join(PUBLIC_DIR, 'styles')
const require = createRequire(import.meta.url)

/** Files of packages that pages load, by the name they are served under. */
const VENDOR_FILES: Readonly<Record<string, string>> = {
  'htmx.min.js': join(dirname(require.resolve('htmx.org/package.json')), 'dist/htmx.min.js'),
  'apexcharts.min.js': join(dirname(require.resolve('apexcharts/package.json')), 'dist/apexcharts.min.js'),
}

/** One file per subject; the later ones may refine what the earlier ones say. */
const STYLES = ['tokens', 'palette', 'base', 'layout', 'controls', 'components', 'table', 'chart', 'filters', 'overview', 'explain', 'pricing', 'narrow', 'print'] as const

const PUBLIC = { config: { access: 'public' } } as const

/** Prefix of every asset. It changes with the content of any of them, so that browsers may keep them for good. */
export const ASSETS_URL = `/assets/${contentVersion()}/`

/** Serves public/, its style sheets as one, and the vendor files below ASSETS_URL. */
export async function addAssets(app: FastifyInstance): Promise<void> {
  const forGood = { maxAge: '365d', immutable: true } as const
  app.addHook('onRoute', (route) => {
    if (route.url === `${ASSETS_URL}*`) route.config = { ...route.config, ...PUBLIC.config }
  })
  await app.register(fastifyStatic, { root: PUBLIC_DIR, prefix: ASSETS_URL, ...forGood, index: false })
  for (const [name, path] of Object.entries(VENDOR_FILES)) {
    app.get(ASSETS_URL + name, PUBLIC, (_request, reply) => reply.sendFile(name, dirname(path), forGood))
  }
  const css = styleSheet()
  app.get(`${ASSETS_URL}app.css`, PUBLIC, (_request, reply) =>
    reply.type('text/css; charset=utf-8').header('cache-control', 'public, max-age=31536000, immutable').send(css))
}

/** All style sheets in their order. */
export function styleSheet(): string {
  return STYLES.map((name) => readFileSync(join(STYLES_DIR, `${name}.css`), 'utf8')).join('\n')
}

function contentVersion(): string {
  const hash = createHash('sha256')
  const ownFiles = readdirSync(PUBLIC_DIR, { recursive: true, withFileTypes: true })
    .filter((entry) => entry.isFile())
    .map((entry) => join(entry.parentPath, entry.name))
    .sort()
  for (const path of [...ownFiles, ...Object.values(VENDOR_FILES)]) hash.update(readFileSync(path))
  return hash.digest('hex').slice(0, 12)
}
