import { fileURLToPath } from 'node:url'
import fastifyView from '@fastify/view'
import { Eta } from 'eta'
import type { FastifyInstance, FastifyReply, FastifyRequest } from 'fastify'
import { standingOf } from '../auth/add-auth.ts'
import { standingView } from '../view-models/standing.ts'
import { ASSETS_URL } from './assets.ts'
import { markTemplate } from './hx-nonces.ts'
import { regionOf } from './regions.ts'

const VIEWS_DIR = fileURLToPath(new URL('../../views/', import.meta.url))

declare module 'fastify' {
  interface FastifyInstance {
    /** Shown on top of every page, e.g. that its data is a sample. */
    notice: string | null
  }
}

/** Templates are Eta with escaping on; they get a view model and loop and branch over it. */
export async function addViews(app: FastifyInstance, notice: string | null): Promise<void> {
  app.decorate('notice', notice)
  const eta = new Eta({ views: VIEWS_DIR, cache: true, autoEscape: true, plugins: [{ processTemplate: markTemplate }] })
  // `production` keeps what is compiled: else the plugin reads every included file again, for each cell of a table.
  await app.register(fastifyView, { engine: { eta }, production: true, root: VIEWS_DIR, viewExt: 'eta', charset: 'utf-8' })
}

/** The page, or the one region of it that htmx asked for: the very template that the page includes. */
export async function sendPage(
  request: FastifyRequest, reply: FastifyReply, page: string, regions: readonly string[], view: object,
): Promise<FastifyReply> {
  const region = regionOf(request, regions)
  if (region !== null) return sendHtml(reply, await reply.viewAsync(`partials/${region}`, view))
  return sendHtml(reply, await renderPage(request, reply, page, view))
}

/** The whole page: views/layout.eta around views/pages/<page>.eta. */
export async function renderPage(request: FastifyRequest, reply: FastifyReply, page: string, view: object): Promise<string> {
  return reply.viewAsync('layout', { ...view, page: `/pages/${page}`, shell: shell(request, reply, view) })
}

/** What views/layout.eta needs besides the page. */
function shell(request: FastifyRequest, reply: FastifyReply, view: { readonly shared?: string }): object {
  const path = request.url.split('?', 1)[0]
  const { navigation, ...standing } = standingView(request.server.authenticator, standingOf(request))
  return {
    ...standing,
    assets: ASSETS_URL,
    notice: request.server.notice,
    styleNonce: reply.cspNonce.style,
    scriptNonce: reply.cspNonce.script,
    // Some pages are there only where what they need is.
    navigation: navigation.filter((entry) => request.server.hasRoute({ method: 'GET', url: entry.path })).map((entry) => ({
      ...entry,
      href: entry.isUsage && view.shared !== undefined ? `${entry.path}?${view.shared}` : entry.path,
      current: entry.path === path,
    })),
  }
}

function sendHtml(reply: FastifyReply, html: string): FastifyReply {
  return reply.type('text/html; charset=utf-8').send(html)
}
