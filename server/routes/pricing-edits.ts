import type { FastifyInstance, FastifyReply, FastifyRequest } from 'fastify'
import type { DraftFields } from '../../domain/draft-fields.ts'
import { actorName } from '../../domain/identity.ts'
import { formatUsd } from '../../domain/money.ts'
import { onlyKnown, single } from '../../domain/query-parameters.ts'
import type { Draft, DraftContext } from '../../domain/price-draft.ts'
import type { PriceEdit, PriceEditOutcome } from '../../domain/price-edit.ts'
import type { StoredPrices } from '../../domain/price-ports.ts'
import { previewEdit, type CostChange, type EditPreview } from '../../functions/preview-edit.ts'
import { conflictOf, subjectConflict } from '../edit-conflict.ts'
import { editRequest, type EditRequest } from '../edit-request.ts'
import { renderPage } from '../plugins/views.ts'
import { AUDIT_LINES } from '../pricing-report.ts'
import { PRICING_PATH } from '../pricing-state.ts'
import { fieldText, type ConflictView, type EditFormInput, type EditFormView } from '../view-models/edit-form.ts'
import { editPreviewView } from '../view-models/edit-preview.ts'
import type { PricingPorts } from '../pricing-report.ts'

/** Something about prices that a form, or the same fields as JSON, may change. */
export interface EditSubject {
  readonly draft: (fields: DraftFields, context: DraftContext) => Draft
  /** What the form starts with. */
  readonly start: (asked: DraftFields, prices: StoredPrices, now: Date) => DraftFields
  readonly form: (input: EditFormInput) => EditFormView
  /** Of what the fields are about; null as long as it has no name. */
  readonly subjectOf: (fields: DraftFields) => string | null
  /** Values that stand now, by the names of fields. */
  readonly current: (fields: DraftFields, prices: StoredPrices) => Readonly<Record<string, string>>
  /** In place of a plain edit of the price list. */
  readonly save?: (edit: PriceEdit, fields: DraftFields) => Promise<PriceEditOutcome>
  readonly savedHref: (edit: PriceEdit) => string
}

/** The form of a subject, which is looked up anew each time: asked for, sent to be previewed, and sent to be saved. */
export function addEditRoutes(app: FastifyInstance, path: string, find: () => Promise<EditSubject>, options: PricingPorts): void {
  const { prices, usage, clock } = options

  app.get(path, { config: { access: 'admin' } }, async (request, reply) => {
    const subject = await find()
    const parameters = new URLSearchParams(request.url.split('?')[1] ?? '')
    const asked = Object.fromEntries([...parameters.keys()].map((name) => [name, single(parameters, name) ?? '']))
    const fields = subject.start(asked, await prices.read(), clock())
    const form = subject.form({ fields, errors: [], requestId: request.id, conflict: null })
    onlyKnown(parameters, [...form.hidden, ...form.groups.flatMap((group) => group.fields)].map(({ name }) => name))
    return sendForm(request, reply, 200, form)
  })

  app.post(path, { config: { access: 'admin' } }, async (request, reply) => {
    const subject = await find()
    const sent = editRequest(request)
    const stored = await prices.read()
    const fields = withSeen(sent, subject.subjectOf(sent.fields), stored)
    if (sent.step === 'edit') {
      return sendForm(request, reply, 200, subject.form({ fields, errors: [], requestId: request.id, conflict: null }))
    }
    const done = sent.step === 'save' ? await doneBefore(sent.requestId) : false
    if (!done && subjectConflict(subject.subjectOf(fields), fields, stored)) return sendConflict(request, reply, subject, sent, fields)

    const context = { prices: stored, at: clock().toISOString(), by: actorName(request.identity), via: sent.via, requestId: sent.requestId }
    const drafted = subject.draft(fields, context)
    if (done) return sendSaved(reply, sent, drafted.ok ? subject.savedHref(drafted.edit) : `${PRICING_PATH}?saved=1`, stored.version)
    const errors = [...sent.errors, ...(drafted.ok ? [] : drafted.errors)]
    if (!drafted.ok || errors.length > 0) {
      const status = !drafted.ok && drafted.isConflict === true && sent.errors.length === 0 ? 409 : 422
      if (sent.via === 'api') return reply.code(status).send({ errors })
      return sendForm(request, reply, status, subject.form({ fields, errors, requestId: sent.requestId, conflict: null }))
    }
    if (sent.step === 'preview') {
      const preview = await previewEdit({ usage, prices }, drafted.edit)
      if (sent.via === 'api') return reply.send(previewJson(preview))
      const { title } = subject.form({ fields, errors, requestId: sent.requestId, conflict: null })
      const view = editPreviewView(drafted.edit, preview, { title, action: path, fields: { ...fields, request: sent.requestId } })
      return reply.type('text/html; charset=utf-8').send(await renderPage(request, reply, 'pricing-preview', view))
    }
    const saved = await (subject.save ?? prices.edit)(drafted.edit, fields)
    if (saved.outcome === 'conflict') return sendConflict(request, reply, subject, sent, fields)
    return sendSaved(reply, sent, subject.savedHref(drafted.edit), saved.version)
  })

  /** A form that is sent twice is saved once. */
  async function doneBefore(requestId: string): Promise<boolean> {
    return (await prices.audit(AUDIT_LINES)).some((line) => line.requestId === requestId)
  }

  async function sendConflict(
    request: FastifyRequest, reply: FastifyReply, subject: EditSubject, sent: EditRequest, fields: DraftFields,
  ) {
    const [stored, audit] = await Promise.all([prices.read(), prices.audit(AUDIT_LINES)])
    const name = subject.subjectOf(fields) ?? ''
    const current = subject.current(fields, stored)
    const revision = stored.revisions.get(name) ?? 0
    if (sent.via === 'api') return reply.code(409).send({ conflict: { revision, current, yours: fields } })
    const fresh = { ...fields, seen: String(revision) }
    const form = (conflict: ConflictView | null) => subject.form({ fields: fresh, errors: [], requestId: request.id, conflict })
    return sendForm(request, reply, 409, form(conflictOf(form(null), current, fields, audit.find((line) => line.subject === name))))
  }
}

/** Whoever adds a price has seen whatever stands when its preview is made. */
function withSeen({ via, step, fields }: EditRequest, subject: string | null, { revisions }: StoredPrices): DraftFields {
  if (via === 'api' || step !== 'preview' || subject === null || fieldText(fields, 'action') !== 'add' || 'seen' in fields) return fields
  return { ...fields, seen: String(revisions.get(subject) ?? 0) }
}

async function sendForm(request: FastifyRequest, reply: FastifyReply, status: number, view: EditFormView): Promise<FastifyReply> {
  const html = await renderPage(request, reply, 'pricing-form', view)
  return reply.code(status).type('text/html; charset=utf-8').send(html)
}

function sendSaved(reply: FastifyReply, { via }: EditRequest, href: string, version: number): FastifyReply {
  return via === 'api' ? reply.send({ saved: true, version }) : reply.redirect(href, 303)
}

function previewJson({ months, accounts, hours, uncertainHours, ...whole }: EditPreview): object {
  const texts = ({ before, after }: CostChange) =>
    ({ beforeUsd: formatUsd(before), afterUsd: formatUsd(after), changeUsd: formatUsd(after - before) })
  return { ...texts(whole), accounts, hours, uncertainHours, months: months.map((month) => ({ month: month.month, ...texts(month) })) }
}
