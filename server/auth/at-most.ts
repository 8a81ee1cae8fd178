/** Too many wait already. */
export class TooMany extends Error {
  override readonly name = 'TooMany'
}

/** Does at most `limit` pieces of work at once, and lets at most `maxWaiting` wait; the others are rejected with TooMany. */
export function atMost(limit: number, maxWaiting: number): <T>(work: () => Promise<T>) => Promise<T> {
  const waiting: (() => void)[] = []
  let underWay = 0
  return async (work) => {
    if (underWay >= limit) {
      if (waiting.length >= maxWaiting) throw new TooMany('too many wait already')
      await new Promise<void>((resolve) => waiting.push(resolve))
    } else {
      underWay += 1
    }
    try {
      return await work()
    } finally {
      // Whoever waits longest takes the place over.
      const next = waiting.shift()
      if (next === undefined) underWay -= 1
      else next()
    }
  }
}
