import type { FastifyInstance } from 'fastify'

declare module 'fastify' {
  interface FastifyInstance {
    /** Methods of every route, by the pattern of its address. */
    methodsByPattern: ReadonlyMap<string, Set<string>>
  }
}

/** Notes what every route registered after it takes, so that an address that takes something else can say so. */
export function noteMethods(app: FastifyInstance): void {
  const methodsByPattern = new Map<string, Set<string>>()
  app.decorate('methodsByPattern', methodsByPattern)
  app.addHook('onRoute', ({ url, method }) => {
    const methods = methodsByPattern.get(url) ?? new Set()
    for (const one of [method].flat()) methods.add(one)
    methodsByPattern.set(url, methods)
  })
}

/** The methods that an address takes; none where nothing is served. */
export function methodsOf({ methodsByPattern }: FastifyInstance, path: string): string[] {
  const methods = [...methodsByPattern].flatMap(([pattern, methods]) => matches(pattern, path) ? [...methods] : [])
  return [...new Set(methods)].sort()
}

/** Whether a path is of a pattern such as `/api/v1/tokens/:id` or `/assets/*`. */
function matches(pattern: string, path: string): boolean {
  const parts = path.split('/')
  const wanted = pattern.split('/')
  if (wanted.at(-1) === '*') return wanted.slice(0, -1).every((part, index) => isPart(part, parts[index]))
  return wanted.length === parts.length && wanted.every((part, index) => isPart(part, parts[index]))
}

function isPart(wanted: string, part: string | undefined): boolean {
  return wanted.startsWith(':') ? part !== undefined && part !== '' : wanted === part
}
