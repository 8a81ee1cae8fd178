/**
 * Brings what may be written in two ways into one: a key without a value counts as not there, and a region may stand for
 * an entry that says nothing else.
 */
export function normalize(data: unknown): unknown {
  return withRegionEntries(withoutEmpty(data))
}

function withoutEmpty(value: unknown): unknown {
  if (Array.isArray(value)) return value.map(withoutEmpty)
  if (!isPlain(value)) return value
  const members = Object.entries(value).filter(([, member]) => member !== null)
  return Object.fromEntries(members.map(([key, member]) => [key, withoutEmpty(member)]))
}

function withRegionEntries(data: unknown): unknown {
  return changed(data, 'accounts', (account) => changed(account, 'regions', (region) => {
    return typeof region === 'string' ? { region } : region
  }))
}

/** `holder` with each entry of its list at `key` changed. */
function changed(holder: unknown, key: string, change: (entry: unknown) => unknown): unknown {
  if (!isPlain(holder) || !Object.hasOwn(holder, key)) return holder
  const list = holder[key]
  return Array.isArray(list) ? { ...holder, [key]: list.map(change) } : holder
}

function isPlain(value: unknown): value is Record<string, unknown> {
  return typeof value === 'object' && value !== null && Object.getPrototypeOf(value) === Object.prototype
}
