import { randomBytes } from 'node:crypto'
import type { FastifyInstance } from 'fastify'

/** Stands in templates for the nonce of the response. Nobody outside of this process ever learns it. */
const PLACEHOLDER = `hx-nonce-${randomBytes(16).toString('hex')}`

/** A tag of a template, what is put into it included. */
const TAG = /<([a-z][\w-]*)((?:<%[\s\S]*?%>|[^<>])*)>/g

/**
 * Marks the tags of a template that ask something of htmx. It is done to the template, not to what comes of it: what a value
 * smuggles into a page has no mark, and htmx's extension hx-csp takes away all that it asks for.
 */
export function markTemplate(template: string): string {
  return template.replace(TAG, (tag, name: string, attributes: string) => {
    return /\shx-/.test(attributes) ? `<${name}${attributes} hx-nonce="${PLACEHOLDER}">` : tag
  })
}

/** Gives every page and fragment its nonce where templates are marked; before anything compresses it. */
export function addHxNonces(app: FastifyInstance): void {
  app.addHook('onSend', async (_request, reply, payload) => {
    if (typeof payload !== 'string' || !String(reply.getHeader('content-type') ?? '').startsWith('text/html')) return payload
    return payload.replaceAll(PLACEHOLDER, reply.cspNonce.script)
  })
}
