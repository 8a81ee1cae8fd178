import type { UsageFilter } from '../../domain/usage-filter.ts'
import { NO_TAG } from './filter-menus.ts'
import { filterParts } from './filter-links.ts'
import { modelNames } from './model-names.ts'

/** One value that is let in or left out, and the page without it. */
export interface ChipView {
  readonly kind: string
  readonly label: string
  readonly title: string
  readonly href: string
}

export function chips(
  filter: UsageFilter, accountNames: ReadonlyMap<string, string>, hrefOf: (filter: UsageFilter) => string,
): ChipView[] {
  const names = modelNames([...filter.models.include, ...filter.models.exclude])
  const labelOf = (kind: string, value: string) => {
    if (kind === 'Model') return names.get(value) ?? value
    if (kind === 'Account') return accountNames.get(value) ?? value
    return value || NO_TAG
  }
  return filterParts(filter).map(({ kind, value, excluded, without }) => ({
    kind: excluded ? `not ${kind.toLowerCase()}` : kind,
    label: labelOf(kind, value),
    title: `${value || NO_TAG}: remove this filter`,
    href: hrefOf(without),
  }))
}
