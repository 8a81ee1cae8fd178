import type { Bucket } from './bucket.ts'

/** Calls by value of one thing that usage can be filtered by. */
export type OptionCounts = ReadonlyMap<string, number>

export interface FilterOptions {
  readonly accounts: OptionCounts
  readonly regions: OptionCounts
  readonly models: OptionCounts
  readonly callers: OptionCounts
  /** By tag, in alphabetical order; calls without the tag are under the empty value. */
  readonly tags: ReadonlyMap<string, OptionCounts>
}

/** What the usage in the buckets can be filtered by, and how many calls each value stands for. */
export function filterOptions(buckets: Iterable<Bucket>): FilterOptions {
  const accounts = new Map<string, number>()
  const regions = new Map<string, number>()
  const models = new Map<string, number>()
  const callers = new Map<string, number>()
  const tagTexts = new Map<string, number>()
  let calls = 0
  for (const { source, cells } of buckets) {
    let callsInBucket = 0
    for (const cell of cells) {
      callsInBucket += cell.calls
      add(models, cell.model, cell.calls)
      add(callers, cell.caller, cell.calls)
      add(tagTexts, cell.tags, cell.calls)
    }
    calls += callsInBucket
    add(accounts, source.accountId, callsInBucket)
    add(regions, source.region, callsInBucket)
  }
  return { accounts, regions, models, callers, tags: tagOptions(tagTexts, calls) }
}

function tagOptions(tagTexts: ReadonlyMap<string, number>, allCalls: number): Map<string, OptionCounts> {
  const byTag = new Map<string, Map<string, number>>()
  for (const [text, calls] of tagTexts) {
    if (text === '') continue
    for (const [tag, value] of Object.entries(JSON.parse(text) as Record<string, unknown>)) {
      const counts = byTag.get(tag) ?? new Map<string, number>()
      byTag.set(tag, counts)
      add(counts, String(value), calls)
    }
  }
  for (const counts of byTag.values()) {
    const without = allCalls - [...counts.values()].reduce((sum, calls) => sum + calls, 0)
    if (without > 0) add(counts, '', without)
  }
  return new Map([...byTag].sort(([a], [b]) => (a < b ? -1 : 1)))
}

function add(counts: Map<string, number>, value: string, calls: number): void {
  counts.set(value, (counts.get(value) ?? 0) + calls)
}
