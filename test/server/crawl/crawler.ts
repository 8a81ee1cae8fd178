import { setImmediate } from 'node:timers/promises'
import type { FastifyInstance, InjectOptions, LightMyRequestResponse, RouteOptions } from 'fastify'
import { faultsOf } from './answer-faults.ts'
import { requestsOf, type PageRequest } from './html-requests.ts'
import { AGAIN, BODIES, HEADER_VALUES, HEADERS, HTMX_HEADERS, JSON_VALUES, PAYLOADS, TEXTS, wrongNames } from './payloads.ts'

export type Route = Pick<RouteOptions, 'method' | 'url'>
type Method = PageRequest['method']

/** How many values of one field of one page are followed. */
const SAME_FIELD = 1
const FORM = 'application/x-www-form-urlencoded'
const SAME_SITE = { 'sec-fetch-site': 'same-origin' }
const OF_HTMX = { 'hx-request': 'true' }
const METHODS = ['HEAD', 'OPTIONS', 'PUT', 'PATCH', 'DELETE', 'POST', 'TRACE'] as const

/** Asks for everything that a server lets its reader ask for, in one and the same order, and notes what is wrong with the answers. */
export class Crawler {
  /** What is wrong, with the requests that show it. */
  readonly faults = new Map<string, string[]>()
  requests = 0
  /** What was sent to be kept may be shown from then on. */
  #isFilled = false
  readonly #isNews = newsFilter()
  readonly #app: FastifyInstance
  readonly #routes: readonly Route[]
  /** What was found, by method and path. */
  readonly #found = new Map<string, PageRequest[]>()

  constructor(app: FastifyInstance, routes: readonly Route[]) {
    this.#app = app
    this.#routes = [...routes].sort((a, b) => (a.url < b.url ? -1 : 1))
  }

  /** `GET /models` for everything that was found. */
  get places(): string[] {
    return [...this.#found.keys()].sort()
  }

  /** Routes that nothing led to. */
  get unseen(): string[] {
    const isKnown = (method: string, url: string) => this.places.some((place) => place === `${method} ${url}`)
    return this.#routes.filter(({ url }) => !/[:*]/.test(url))
      .flatMap(({ method, url }) => [method].flat().filter((one) => one !== 'HEAD' && !isKnown(one, url)).map((one) => `${one} ${url}`))
  }

  /** From `/` and every route along all links, and all forms that change nothing; the others are noted. */
  async follow(): Promise<void> {
    const start = this.#routes.filter(({ method }) => [method].flat().includes('GET')).map(({ url }) => url.replace(/:\w+|\*/g, 'x'))
    await this.#follow(['/', ...start].map((path) => ({ method: 'GET', path, fields: [], target: null })), false)
  }

  /** Sends the forms that were noted, as they were, and follows where they lead. */
  async submit(): Promise<void> {
    const leads: PageRequest[] = []
    for (const form of this.#ofMethod('POST').flat()) leads.push(...await this.#leadsOf(form))
    await this.#follow(leads, true)
  }

  /** Every field of everything that was found gets every payload, one at a time. */
  async attackFields(method: Method): Promise<void> {
    const attacked = new Set<string>()
    for (const requests of this.#ofMethod(method)) {
      for (const [name, request] of byField(requests)) {
        await this.#attackField(request, name, attacked)
      }
      const [request] = requests
      if (request === undefined) continue
      for (const name of wrongNames(request.fields[0]?.[0] ?? 'q')) await this.#send(request, `${encoded(request.fields)}&${encodeURIComponent(name)}=1`)
      for (const raw of ['&&&', '=', '%', 'a'.repeat(20_000), 'a=1&'.repeat(3_000)]) await this.#send(request, raw)
    }
  }

  /** The same values as JSON, and bodies that are neither. */
  async attackBodies(): Promise<void> {
    for (const { url } of this.#routes.filter(({ method }) => [method].flat().includes('POST'))) {
      const fields = this.#found.get(`POST ${url}`)?.flatMap((request) => request.fields) ?? []
      for (const name of new Set(fields.map(([name]) => name))) {
        for (const value of JSON_VALUES) {
          await this.#post(url, 'application/json', JSON.stringify({ ...Object.fromEntries(fields), [name]: value }))
        }
      }
      for (const [type, body] of BODIES) await this.#post(url, type, body)
    }
  }

  /** All headers that an answer could depend on, at once. */
  async attackHeaders(): Promise<void> {
    for (const { path } of new Set(this.#ofMethod('GET').flatMap(([request]) => request ?? []))) {
      for (const value of HEADER_VALUES) {
        const all = (names: readonly string[]) => Object.fromEntries(names.map((name) => [name, value]))
        await this.#inject({ url: path, headers: all(HEADERS) }, `all headers: ${value}`)
        await this.#inject({ url: path, headers: { ...OF_HTMX, ...all(HTMX_HEADERS) } }, `all headers of htmx: ${value}`)
      }
    }
  }

  /** Wrong parts of paths, and methods that nobody asks with. */
  async attackPaths(): Promise<void> {
    for (const url of new Set(this.#routes.map(({ url }) => url))) {
      for (const raw of PAYLOADS) await this.#inject({ url: /[:*]/.test(url) ? url.replace(/:\w+|\*/g, raw) : `${url.replace(/\/$/, '')}/${raw}` })
      const near = [`/${url}`, `${url}/`, `${url}%2f`, `${url};zap=1`, `${url}.json`, url.toUpperCase(), `${url}/../../etc/passwd`]
      for (const path of near) await this.#inject({ url: path })
      for (const method of METHODS) await this.#inject({ method, url })
    }
  }

  /** Asks once more for everything that was found, as it was. */
  async revisit(): Promise<void> {
    for (const [request] of this.#ofMethod('GET')) if (request !== undefined) await this.#send(request)
  }

  async #follow(start: readonly PageRequest[], sendsForms: boolean): Promise<void> {
    const queue = [...start]
    for (let request = queue.shift(); request !== undefined; request = queue.shift()) {
      if (!this.#isNews(request)) continue
      const place = `${request.method} ${request.path}`
      this.#found.set(place, [...(this.#found.get(place) ?? []), request])
      if (request.method === 'GET' || sendsForms) queue.push(...await this.#leadsOf(request))
    }
  }

  async #leadsOf(request: PageRequest): Promise<PageRequest[]> {
    const { headers, body } = await this.#send(request)
    const html = String(headers['content-type']).startsWith('text/html') ? body : ''
    return requestsOf(typeof headers.location === 'string' ? `${html}<a href="${headers.location}">` : html, request.path)
  }

  async #attackField(request: PageRequest, name: string, attacked: Set<string>): Promise<void> {
    // Whatever stands before the last word says of what; that word, what it is: `errors-models-sort`, `not-caller`.
    const kind = name.split(/[-.]/).at(-1) ?? name
    const [sentence = '', ...payloads] = attacked.has(kind) ? AGAIN : PAYLOADS
    const { statusCode } = await this.#send(request, replaced(request.fields, name, sentence))
    const takesText = request.method === 'GET' && statusCode < 400
    for (const raw of takesText && !attacked.has(kind) ? TEXTS : payloads) await this.#send(request, replaced(request.fields, name, raw))
    if (!attacked.has(kind)) await this.#send(request, `${encoded(request.fields)}&${encodeURIComponent(name)}=zap`)
    attacked.add(kind)
  }

  async #send({ method, path, target, fields }: PageRequest, text = encoded(fields)): Promise<LightMyRequestResponse> {
    if (method === 'POST') return this.#post(path, FORM, text)
    const headers = target === null ? {} : { ...OF_HTMX, 'hx-target': target, 'hx-current-url': `http://localhost${path}` }
    return this.#inject({ url: text === '' ? path : `${path}?${text}`, headers }, target ?? '')
  }

  async #post(url: string, type: string, payload: string): Promise<LightMyRequestResponse> {
    return this.#inject({ method: 'POST', url, payload, headers: { ...SAME_SITE, 'content-type': type } }, `${type} ${payload}`)
  }

  async #inject(options: InjectOptions & { readonly url: string }, more = ''): Promise<LightMyRequestResponse> {
    this.requests++
    const answer = await this.#app.inject(options)
    const told = `${options.method ?? 'GET'} ${options.url} ${more}`
    this.#isFilled ||= options.method === 'POST'
    // Requests that follow each other without a pause keep all that they have used.
    await setImmediate()
    for (const fault of faultsOf(answer, this.#isFilled ? null : told)) {
      this.faults.set(fault, [...(this.faults.get(fault) ?? []), told.slice(0, 300)])
    }
    return answer
  }

  #ofMethod(method: Method): PageRequest[][] {
    return this.places.filter((place) => place.startsWith(`${method} `)).map((place) => this.#found.get(place) ?? [])
  }
}

/** The first request that has each field. */
function byField(requests: readonly PageRequest[]): Map<string, PageRequest> {
  const found = new Map<string, PageRequest>()
  for (const request of requests) for (const [name] of request.fields) if (!found.has(name)) found.set(name, request)
  return found
}

/** Whether a request has a field, or one of the first values of a field, that no request before it had. */
function newsFilter(): (request: PageRequest) => boolean {
  const known = new Map<string, Set<string>>()
  return ({ method, path, target, fields }) => {
    let isNews = false
    for (const [name, value] of [['', ''], ...fields] as const) {
      const field = JSON.stringify([method, path, target, name])
      const values = known.get(field) ?? new Set()
      if (values.has(value) || values.size >= SAME_FIELD) continue
      known.set(field, values.add(value))
      isNews = true
    }
    return isNews
  }
}

function encoded(fields: PageRequest['fields']): string {
  return new URLSearchParams(fields.map(([name, value]): [string, string] => [name, value])).toString()
}

/** The query string or form with this in place of the values of a field. */
function replaced(fields: PageRequest['fields'], name: string, raw: string): string {
  return [encoded(fields.filter(([other]) => other !== name)), `${encodeURIComponent(name)}=${raw}`].filter(Boolean).join('&')
}
