import type { FastifyRequest } from 'fastify'
import type { DraftFields, FieldError } from '../domain/draft-fields.ts'

export const EDIT_STEPS = ['edit', 'preview', 'save'] as const

/** A body apart from what it is about: what is to be done with it, and the id under which it is done once. */
export interface EditRequest {
  readonly via: 'form' | 'api'
  readonly step: typeof EDIT_STEPS[number]
  readonly requestId: string
  readonly fields: DraftFields
  readonly errors: readonly FieldError[]
}

const REQUEST_ID = /^[\w-]{8,64}$/

/** Reads the body of a form, or the same as JSON, which is saved unless it says otherwise. */
export function editRequest(request: FastifyRequest): EditRequest {
  const via = /^application\/json\b/.test(request.headers['content-type'] ?? '') ? 'api' : 'form'
  const fallback = via === 'api' ? 'save' : 'preview'
  const body: unknown = request.body
  if (typeof body !== 'object' || body === null || Array.isArray(body)) {
    return { via, step: fallback, requestId: request.id, fields: {}, errors: [{ field: 'body', message: 'wants an object of fields' }] }
  }
  const { step = fallback, request: requestId = request.id, ...fields } = body as Record<string, unknown>
  // A program has no form to go back to.
  const steps = EDIT_STEPS.filter((known) => via === 'form' || known !== 'edit')
  const knownStep = steps.find((known) => known === step)
  const isId = typeof requestId === 'string' && REQUEST_ID.test(requestId)
  return {
    via, fields, step: knownStep ?? fallback, requestId: isId ? requestId : request.id,
    errors: [
      ...(knownStep === undefined ? [{ field: 'step', message: `wants one of ${steps.join(', ')}` }] : []),
      ...(isId ? [] : [{ field: 'request', message: 'wants an id of 8 to 64 letters and digits' }]),
    ],
  }
}
