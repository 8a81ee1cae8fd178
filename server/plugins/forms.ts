import type { FastifyInstance } from 'fastify'

const MAX_BYTES = 64 * 1024

/** Reads forms as browsers send them: text by field, or all texts of a field that was sent more than once. */
export function addForms(app: FastifyInstance): void {
  const options = { parseAs: 'string', bodyLimit: MAX_BYTES } as const
  app.addContentTypeParser('application/x-www-form-urlencoded', options, async (_request: unknown, body: string | Buffer) => {
    const sent = new URLSearchParams(body.toString())
    return Object.fromEntries([...new Set(sent.keys())].map((name) => {
      const texts = sent.getAll(name)
      return [name, texts.length === 1 ? texts[0] : texts]
    }))
  })
}
