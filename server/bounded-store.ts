/** The store does not answer, or says that it cannot: goes away by itself, and is a 503 until then. */
export class StoreUnavailable extends Error {
  override readonly name = 'StoreUnavailable'
  readonly statusCode = 503
}

/** Once a call got no answer, how long others do not even try: whoever waits in line behind it learns so at once. */
const REST_MS = 1_000

/**
 * The same port, with an end to waiting: every call, and every next item of those that give many, fails with
 * StoreUnavailable when it fails, or when it takes longer than `timeoutMs`.
 */
export function boundedStore<T extends object>(port: T, timeoutMs: number): T {
  let restsUntilMs = 0

  async function inTime<R>(call: () => PromiseLike<R>): Promise<R> {
    if (performance.now() < restsUntilMs) throw new StoreUnavailable('the store did not answer a moment ago')
    let timer: NodeJS.Timeout | undefined
    let waiting = true
    const late = new Promise<never>((_, reject) => {
      // An answer that came in while this process was busy is still looked at.
      timer = setTimeout(() => setImmediate(() => {
        if (!waiting) return
        restsUntilMs = performance.now() + REST_MS
        reject(new StoreUnavailable(`the store did not answer within ${timeoutMs} ms`))
      }), timeoutMs)
    })
    try {
      return await Promise.race([call(), late])
    } catch (error) {
      if (error instanceof StoreUnavailable) throw error
      throw new StoreUnavailable('the store failed', { cause: error })
    } finally {
      waiting = false
      clearTimeout(timer)
    }
  }

  async function* itemsInTime<R>(items: AsyncIterable<R>): AsyncGenerator<R> {
    const iterator = items[Symbol.asyncIterator]()
    let ended = false
    try {
      for (;;) {
        const next = await inTime(() => iterator.next())
        ended = next.done === true
        if (next.done === true) return
        yield next.value
      }
    } finally {
      // Not waited for: it may never come.
      if (!ended) void Promise.resolve(iterator.return?.()).catch(() => undefined)
    }
  }

  const methods = Object.entries(port).filter(([, method]) => typeof method === 'function')
  const bounded = methods.map(([name, method]) => [name, (...args: unknown[]) => {
    const answer: unknown = (method as (...args: unknown[]) => unknown)(...args)
    return isAsyncIterable(answer) ? itemsInTime(answer) : inTime(() => answer as Promise<unknown>)
  }])
  return { ...port, ...Object.fromEntries(bounded) as Partial<T> }
}

function isAsyncIterable(answer: unknown): answer is AsyncIterable<unknown> {
  return typeof answer === 'object' && answer !== null && Symbol.asyncIterator in answer
}
