import { ALL_VALUES, type UsageFilter, type ValueFilter } from '../../domain/usage-filter.ts'

type Field = Exclude<keyof UsageFilter, 'tags'>

/** The filter with only this value of the field, or without one where it is just that already. */
export function toggled(filter: UsageFilter, field: Field, value: string): UsageFilter {
  return isOnly(filter[field], value) ? { ...filter, [field]: ALL_VALUES } : narrowed(filter, field, value)
}

/** The filter with only this value of the field, whatever it said of it before. */
export function narrowed(filter: UsageFilter, field: Field, value: string): UsageFilter {
  return { ...filter, [field]: { include: [value], exclude: [] } }
}

/** The filter without these values of the field. */
export function without(filter: UsageFilter, field: Field, values: readonly string[]): UsageFilter {
  return { ...filter, [field]: leftOut(filter[field], values) }
}

/** What lets none of these values pass, and of the others those that passed before. */
export function leftOut({ include, exclude }: ValueFilter, values: readonly string[]): ValueFilter {
  return { include, exclude: [...new Set([...exclude, ...values])] }
}

export function isOnly({ include, exclude }: ValueFilter, value: string): boolean {
  return include.length === 1 && include[0] === value && exclude.length === 0
}

export interface FilterPart {
  readonly kind: string
  readonly value: string
  readonly excluded: boolean
  /** The filter without this part. */
  readonly without: UsageFilter
}

const KINDS: readonly (readonly [Field, string])[] = [
  ['accounts', 'Account'], ['regions', 'Region'], ['models', 'Model'], ['callers', 'Caller'],
]

/** Everything that a filter says, piece by piece. */
export function filterParts(filter: UsageFilter): FilterPart[] {
  const fields = KINDS.flatMap(([field, kind]) =>
    partsOf(kind, filter[field], (rest) => ({ ...filter, [field]: rest })))
  const tags = Object.entries(filter.tags).flatMap(([tag, values]) =>
    partsOf(tag, values, (rest) => ({ ...filter, tags: { ...filter.tags, [tag]: rest } })))
  return [...fields, ...tags]
}

export function isFiltered(filter: UsageFilter): boolean {
  return filterParts(filter).length > 0
}

function partsOf(kind: string, values: ValueFilter, withRest: (rest: ValueFilter) => UsageFilter): FilterPart[] {
  const part = (value: string, excluded: boolean): FilterPart => ({
    kind, value, excluded,
    without: withRest({
      include: excluded ? values.include : values.include.filter((other) => other !== value),
      exclude: excluded ? values.exclude.filter((other) => other !== value) : values.exclude,
    }),
  })
  return [...values.include.map((value) => part(value, false)), ...values.exclude.map((value) => part(value, true))]
}
