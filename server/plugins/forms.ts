import type { FastifyInstance } from 'fastify'
import { MAX_BODY_BYTES } from './request-size.ts'

/** Reads forms as browsers send them: text by field, or all texts of a field that was sent more than once. */
export function addForms(app: FastifyInstance): void {
  const options = { parseAs: 'string', bodyLimit: MAX_BODY_BYTES } as const
  app.addContentTypeParser('application/x-www-form-urlencoded', options, async (_request: unknown, body: string | Buffer) => {
    const sent = new URLSearchParams(body.toString())
    return Object.fromEntries([...new Set(sent.keys())].map((name) => {
      const texts = sent.getAll(name)
      return [name, texts.length === 1 ? texts[0] : texts]
    }))
  })
}
