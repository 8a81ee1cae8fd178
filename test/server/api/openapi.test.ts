import fc from 'fast-check'
import t from 'tap'
import { z } from 'zod'
import { OWN_PRICE_RECORDS } from '../../../domain/own-price-book.ts'
import { apiRoutes } from '../../../server/api/api.ts'
import { usageData } from '../../../server/usage-data.ts'
import { quarantineData } from '../../../server/quarantine-data.ts'
import { appOf, NOW, quarantineOf, storeWithUsage } from '../../fixtures/app.ts'
import { memoryPriceStore } from '../../fixtures/memory-price-store.ts'

interface Parameter {
  readonly name: string
  readonly schema: {
    readonly type?: string
    readonly enum?: readonly string[]
    readonly items?: { readonly anyOf?: readonly { readonly enum?: readonly string[] }[] }
  }
}
interface Document {
  readonly paths: Readonly<Record<string, { readonly get: { readonly operationId: string; readonly parameters: readonly Parameter[] } }>>
}

async function opened() {
  const usage = await storeWithUsage()
  const prices = memoryPriceStore()
  await prices.append(OWN_PRICE_RECORDS)
  const clock = () => NOW
  const app = await appOf(usage, { prices })
  const routes = apiRoutes({
    data: usageData(usage, clock), prices, quarantine: quarantineData(quarantineOf(), clock), accountNames: new Map(), clock,
  })
  const document = (await app.inject({ url: '/api/v1/openapi.json' })).json<Document>()
  return { app, routes, document }
}

t.test('the document describes every address of the API, and no other', async (t) => {
  const { app, document } = await opened()
  const served = [...app.methodsByPattern.keys()].filter((url) => url.startsWith('/api/v1/') && !url.endsWith('/openapi.json'))
  t.strictSame(Object.keys(document.paths).map((path) => `/api/v1${path}`).sort(), served.sort())
  const names = (path: string) => document.paths[path]?.get.parameters.map(({ name }) => name) ?? []
  for (const name of ['range', 'from', 'to', 'tz', 'account', 'not-caller', 'group', 'tags', 'format', 'limit', 'cursor']) {
    t.ok(names('/usage').includes(name), name)
  }
  t.match(document, { openapi: '3.1.0', components: { securitySchemes: { token: { scheme: 'bearer' } } } })
  const text = JSON.stringify(document)
  for (const [, ref = ''] of text.matchAll(/"\$ref":"#([^"]+)"/g)) {
    const target = ref.split('/').slice(1).reduce<unknown>((at, part) => (at as Record<string, unknown> | undefined)?.[part], document)
    t.ok(target, ref)
  }
})

t.test('every answer is as the document says', async (t) => {
  const { app, routes } = await opened()
  for (const { path, row, about } of routes) {
    const answer = (await app.inject({ url: `/api/v1${path}` })).json<object>()
    const schema = z.strictObject({ ...about, rows: z.array(row), next: z.null() })
    const checked = schema.safeParse(answer)
    t.ok(checked.success, `${path}: ${checked.error?.message ?? ''}`)
    const [heading = ''] = (await app.inject({ url: `/api/v1${path}?format=csv` })).body.split('\r\n')
    const { rows: [first] } = answer as { rows: Record<string, unknown>[] }
    if (first !== undefined) t.strictSame(heading.split(',').sort(), Object.keys(first).sort(), `${path}: columns`)
  }
})

/** Values that the schema of a parameter allows. */
function inside({ schema }: Parameter): fc.Arbitrary<string> {
  const choices = schema.enum ?? schema.items?.anyOf?.flatMap((one) => one.enum ?? [])
  if (choices !== undefined && choices.length > 0) return fc.constantFrom(...choices)
  if (schema.type === 'integer') return fc.integer({ min: 1, max: 10_000 }).map(String)
  return fc.oneof(fc.string(), fc.date({ noInvalidDate: true }).map((date) => date.toISOString()), fc.constantFrom('Asia/Kolkata', '2026-07-18', 'tag:team'))
}

/** Anything else. */
const outside = fc.oneof(
  fc.string({ unit: 'binary' }), fc.string(), fc.double().map(String), fc.constantFrom('', '-1', '1e9', '__proto__', '2026-02-30', 'null', '\0', '%', '%E0%A4%A', '../..', 'constructor'),
)

t.test('whatever is asked, within the document and outside of it, nothing fails', async () => {
  const { app, document } = await opened()
  const path = fc.constantFrom(...Object.keys(document.paths))
  const asked = path.chain((path) => {
    const parameters = document.paths[path]?.get.parameters ?? []
    const one = fc.constantFrom(...parameters).chain((parameter) =>
      fc.tuple(fc.constantFrom(parameter.name, `${parameter.name}x`, 'tag.team', 'not-tag.x'), fc.oneof(inside(parameter), outside)))
    const query = fc.array(one, { maxLength: 5 }).map((pairs) => new URLSearchParams(pairs.filter(([name]) => name !== 'tags')).toString())
    return fc.oneof({ weight: 9, arbitrary: query }, { weight: 1, arbitrary: outside.map(encodeURI) }).map((query) => `/api/v1${path}?${query}`)
  })
  await fc.assert(fc.asyncProperty(asked, async (url) => {
    const { statusCode, headers, body } = await app.inject({ url })
    if (![200, 304, 400, 409, 414].includes(statusCode)) throw new Error(`${statusCode} ${body}`)
    if (statusCode >= 400 && !String(headers['content-type']).startsWith('application/problem+json')) throw new Error(`no problem: ${body}`)
  }), { numRuns: 200 })
})

t.test('a value that the document does not allow is refused', async (t) => {
  const { app, document } = await opened()
  for (const [path, { get }] of Object.entries(document.paths)) {
    for (const { name, schema } of get.parameters) {
      if (schema.enum === undefined) continue
      t.equal((await app.inject({ url: `/api/v1${path}?${name}=nonsense` })).statusCode, 400, `${path}?${name}`)
      for (const value of schema.enum) t.equal((await app.inject({ url: `/api/v1${path}?${name}=${value}` })).statusCode, 200, `${path}?${name}=${value}`)
    }
  }
})
