/**
 * Turns a write of many items, which takes about as long as one of a single item, into one that may be called for each:
 * what is called while a write is under way goes into the next one together. A call resolves, or rejects, with its write.
 */
export function groupCommit<T>(write: (items: readonly T[]) => Promise<void>): (items: readonly T[]) => Promise<void> {
  let waiting: { items: T[]; done: Promise<void> } | null = null
  let last: Promise<unknown> = Promise.resolve()
  return (items) => {
    if (waiting === null) {
      const group = { items: [] as T[], done: Promise.resolve() }
      group.done = last.then(() => {
        waiting = null
        return write(group.items)
      })
      last = group.done.catch(() => undefined)
      waiting = group
    }
    for (const item of items) waiting.items.push(item)
    return waiting.done
  }
}
