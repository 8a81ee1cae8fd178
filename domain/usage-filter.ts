import type { CellKey } from './cell.ts'
import type { Source } from './source.ts'
import { tagReader } from './tags.ts'

/** Nothing included means everything; what is excluded is out even if it is included as well. */
export interface ValueFilter {
  readonly include: readonly string[]
  readonly exclude: readonly string[]
}

/** Which calls count: those that pass every one of the filters. */
export interface UsageFilter {
  readonly accounts: ValueFilter
  readonly regions: ValueFilter
  /** Base model ids, as in CellKey.model. */
  readonly models: ValueFilter
  readonly callers: ValueFilter
  /** By tag key; a call without the tag has the empty value. */
  readonly tags: Readonly<Record<string, ValueFilter>>
}

export const ALL_VALUES: ValueFilter = { include: [], exclude: [] }

export const ALL_USAGE: UsageFilter = {
  accounts: ALL_VALUES, regions: ALL_VALUES, models: ALL_VALUES, callers: ALL_VALUES, tags: {},
}

/** What is asked of a tag, which may bear any name. */
export function tagFilter({ tags }: UsageFilter, tag: string): ValueFilter {
  return (Object.hasOwn(tags, tag) ? tags[tag] : undefined) ?? ALL_VALUES
}

export interface UsageMatcher {
  source(source: Source): boolean
  cell(key: CellKey): boolean
}

/** The filter as two tests, made once for many cells. */
export function usageMatcher(filter: UsageFilter): UsageMatcher {
  const account = valueMatcher(filter.accounts)
  const region = valueMatcher(filter.regions)
  const tests = [
    onField(filter.models, (key) => key.model),
    onField(filter.callers, (key) => key.caller),
    ...Object.entries(filter.tags).map(([tag, values]) => {
      const read = tagReader(tag)
      return onField(values, (key) => read(key.tags))
    }),
  ].filter((test) => test !== null)
  return {
    source: ({ accountId, region: name }) => account(accountId) && region(name),
    cell: (key) => tests.every((test) => test(key)),
  }
}

function onField(filter: ValueFilter, read: (key: CellKey) => string): ((key: CellKey) => boolean) | null {
  if (filter.include.length === 0 && filter.exclude.length === 0) return null
  const matches = valueMatcher(filter)
  return (key) => matches(read(key))
}

function valueMatcher({ include, exclude }: ValueFilter): (value: string) => boolean {
  const included = new Set(include)
  const excluded = new Set(exclude)
  return (value) => (included.size === 0 || included.has(value)) && !excluded.has(value)
}
