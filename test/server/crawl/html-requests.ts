/** Something that a page lets its reader send. */
export interface PageRequest {
  readonly method: 'GET' | 'POST'
  readonly path: string
  readonly fields: readonly (readonly [name: string, value: string])[]
  /** What htmx would send of the element that the answer goes into, `section#trend`; null for a whole page. */
  readonly target: string | null
}

type Attributes = ReadonlyMap<string, string>

interface Tag {
  readonly name: string
  readonly attributes: Attributes
}

const ENTITIES: Readonly<Record<string, string>> = { amp: '&', lt: '<', gt: '>', quot: '"', '#39': "'" }
const BASE = 'http://self.example'

/** Links, forms and what htmx asks for, of a page that is shown under `path`. */
export function requestsOf(html: string, path: string): PageRequest[] {
  const tags = tagsOf(html)
  const names = new Map(tags.flatMap(({ name, attributes }) => (attributes.has('id') ? [[attributes.get('id') ?? '', name]] : [])))
  const found: PageRequest[] = []
  let form: { method: 'GET' | 'POST'; action: string; fields: [string, string][] } | null = null
  for (const { name, attributes } of tags) {
    if (name === 'a') found.push(...linkTo(attributes.get('href'), path, null))
    const selector = attributes.get('hx-target') ?? ''
    const target = selector.startsWith('#') ? `${names.get(selector.slice(1)) ?? 'div'}${selector}` : null
    if (attributes.has('hx-get')) found.push(...linkTo(attributes.get('hx-get'), path, target))
    if (name === 'form') {
      form = { method: attributes.get('method')?.toUpperCase() === 'POST' ? 'POST' : 'GET', action: attributes.get('action') ?? path, fields: [] }
    }
    const field = attributes.get('name')
    if (form !== null && field !== undefined) form.fields.push([field, attributes.get('value') ?? ''])
    if (name === '/form' && form !== null) {
      const [to] = linkTo(form.action, path, null)
      if (to !== undefined) found.push({ ...to, method: form.method, fields: [...to.fields, ...form.fields] })
      form = null
    }
  }
  return found
}

/** Every address that a page sends its reader to or loads something from. */
export function addressesOf(html: string): string[] {
  return tagsOf(html).flatMap(({ attributes }) => ['href', 'src', 'action', 'formaction', 'hx-get', 'hx-post']
    .flatMap((name) => attributes.get(name) ?? []))
}

function linkTo(href: string | undefined, path: string, target: string | null): PageRequest[] {
  if (href === undefined || !URL.canParse(href, BASE + path)) return []
  const url = new URL(href, BASE + path)
  return url.origin === BASE ? [{ method: 'GET', path: url.pathname, fields: [...url.searchParams], target }] : []
}

function tagsOf(html: string): Tag[] {
  return [...html.matchAll(/<(\/?[a-z][\w-]*)((?:\s+[\w:.-]+(?:="[^"]*")?)*)\s*\/?>/gi)].map(([, name = '', rest = '']) => ({
    name: name.toLowerCase(),
    attributes: new Map([...rest.matchAll(/([\w:.-]+)(?:="([^"]*)")?/g)].map(([, key = '', value = '']) => [key.toLowerCase(), textOf(value)])),
  }))
}

function textOf(value: string): string {
  return value.replace(/&(amp|lt|gt|quot|#39);/g, (_, name: string) => ENTITIES[name] ?? '')
}
