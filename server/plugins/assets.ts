import { createHash } from 'node:crypto'
import { readdirSync, readFileSync } from 'node:fs'
import { createRequire } from 'node:module'
import { dirname, join } from 'node:path'
import { fileURLToPath } from 'node:url'
import fastifyStatic from '@fastify/static'
import type { FastifyInstance } from 'fastify'
import { VENDOR_FILES } from '../../domain/contract.ts'
import { noParameters } from './query-rules.ts'

const PUBLIC_DIR = fileURLToPath(new URL('../../public/', import.meta.url))
const STYLES_DIR = join(PUBLIC_DIR, 'styles')
const require = createRequire(import.meta.url)

/** By the name they are served under, the path of a file. */
const VENDOR_PATHS: ReadonlyMap<string, string> = new Map(Object.entries(VENDOR_FILES).map(([name, { package: packageName, path }]) => {
  return [name, join(dirname(require.resolve(`${packageName}/package.json`)), path)]
}))

/** One file per subject; the later ones may refine what the earlier ones say. */
const STYLES = ['tokens', 'palette', 'base', 'layout', 'controls', 'components', 'table', 'chart', 'filters', 'overview', 'explain', 'loading', 'explore', 'pricing', 'login', 'narrow', 'print'] as const

const PUBLIC = { onRequest: noParameters, config: { access: 'public' } } as const

/** Prefix of every asset. It changes with the content of any of them, so that browsers may keep them for good. */
export const ASSETS_URL = `/assets/${contentVersion()}/`

/** Serves public/, its style sheets as one, and the vendor files below ASSETS_URL. */
export async function addAssets(app: FastifyInstance): Promise<void> {
  const forGood = { maxAge: '365d', immutable: true } as const
  app.addHook('onRoute', (route) => {
    if (route.url === `${ASSETS_URL}*`) Object.assign(route, PUBLIC, { config: { ...route.config, ...PUBLIC.config } })
  })
  await app.register(fastifyStatic, { root: PUBLIC_DIR, prefix: ASSETS_URL, ...forGood, index: false })
  for (const [name, path] of VENDOR_PATHS) {
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
  for (const path of [...ownFiles, ...VENDOR_PATHS.values()]) hash.update(readFileSync(path))
  return hash.digest('hex').slice(0, 12)
}
