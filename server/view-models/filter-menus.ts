import type { FilterOptions, OptionCounts } from '../../domain/filter-options.ts'
import { tagFilter, type UsageFilter, type ValueFilter } from '../../domain/usage-filter.ts'
import { exactCount, formatCount } from './format-count.ts'
import { formTo, type FieldView, type FormView } from './form.ts'
import { modelNames } from './model-names.ts'
import { plural } from './plural.ts'

export interface FiltersView {
  readonly form: FormView
  readonly menus: readonly FilterMenu[]
}

/** One thing to filter by: a list of values, each of which can be let in or left out. */
export interface FilterMenu {
  readonly id: string
  readonly label: string
  /** `2 of 14`, or null while everything is let in. */
  readonly chosen: string | null
  readonly search: FieldView
  /** Opened where its values were searched without a script. */
  readonly isOpen: boolean
  readonly options: readonly FilterOption[]
  /** What is chosen, but not among the options shown. */
  readonly hidden: readonly FieldView[]
  /** Says what the list does not show; null if it shows everything. */
  readonly note: string | null
}

interface FilterOption {
  readonly value: string
  readonly label: string
  readonly title: string
  readonly calls: string
  readonly exactCalls: string
  readonly include: { readonly name: string; readonly checked: boolean }
  readonly exclude: { readonly name: string; readonly checked: boolean }
}

export interface FiltersSpec {
  readonly filter: UsageFilter
  readonly options: FilterOptions
  /** Texts that the options are searched for, by parameter. */
  readonly searches: ReadonlyMap<string, string>
  readonly accountNames: ReadonlyMap<string, string>
  /** This page without any filter. */
  readonly clearHref: string
  /** Whether there can be more than one caller. */
  readonly hasCallers: boolean
}

/** A list longer than this is searched, not read. */
const SHOWN_OPTIONS = 50

export const NO_TAG = '(none)'

interface MenuSpec {
  readonly parameter: string
  readonly label: string
  readonly values: ValueFilter
  readonly counts: OptionCounts
  readonly nameOf: (value: string) => string
}

export function filtersView(spec: FiltersSpec): FiltersView {
  const { filter, options, accountNames, clearHref, hasCallers } = spec
  const names = modelNames([...options.models.keys(), ...filter.models.include, ...filter.models.exclude])
  const asIs = (value: string) => value
  const tags = new Set([...options.tags.keys(), ...Object.keys(filter.tags)])
  const menus: MenuSpec[] = [
    { parameter: 'account', label: 'Accounts', values: filter.accounts, counts: options.accounts, nameOf: (id) => accountNames.get(id) ?? id },
    { parameter: 'region', label: 'Regions', values: filter.regions, counts: options.regions, nameOf: asIs },
    { parameter: 'model', label: 'Models', values: filter.models, counts: options.models, nameOf: (id) => names.get(id) ?? id },
    ...hasCallers ? [{ parameter: 'caller', label: 'Callers', values: filter.callers, counts: options.callers, nameOf: asIs }] : [],
    ...[...tags].map((tag): MenuSpec => ({
      parameter: `tag.${tag}`, label: tag, values: tagFilter(filter, tag), counts: options.tags.get(tag) ?? new Map<string, number>(),
      nameOf: (value) => value || NO_TAG,
    })),
  ]
  return {
    form: formTo(clearHref, () => false),
    menus: menus.map((menu, index) => menuView(menu, `filter-${index}`, spec.searches.get(menu.parameter) ?? '')),
  }
}

function menuView({ parameter, label, values, counts, nameOf }: MenuSpec, id: string, search: string): FilterMenu {
  const [includeName, excludeName] = [parameter, `not-${parameter}`]
  const chosen = new Set([...values.include, ...values.exclude])
  // What is chosen stays in the list although no call in the period bears it.
  const all = [...new Set([...counts.keys(), ...chosen])]
    .map((value) => ({ value, name: nameOf(value), calls: counts.get(value) ?? 0 }))
    .sort((a, b) => b.calls - a.calls || (a.name < b.name ? -1 : 1))
  const wanted = search.toLowerCase()
  const found = all.filter(({ value, name }) => `${name}\n${value}`.toLowerCase().includes(wanted))
  const shown = found.slice(0, SHOWN_OPTIONS)
  const shownValues = new Set(shown.map(({ value }) => value))
  const unseen = (name: string, list: readonly string[]) =>
    list.filter((value) => !shownValues.has(value)).map((value) => ({ name, value }))
  return {
    id,
    label,
    chosen: chosen.size === 0 ? null : `${chosen.size} of ${exactCount(all.length)}`,
    search: { name: `find-${parameter}`, value: search },
    isOpen: search !== '',
    options: shown.map(({ value, name, calls }) => ({
      value, label: name, title: value === name ? '' : value,
      calls: formatCount(calls), exactCalls: plural(calls, 'call'),
      include: { name: includeName, checked: values.include.includes(value) },
      exclude: { name: excludeName, checked: values.exclude.includes(value) },
    })),
    hidden: [...unseen(includeName, values.include), ...unseen(excludeName, values.exclude)],
    note: noteOn(shown.length, found.length, search),
  }
}

function noteOn(shown: number, found: number, search: string): string | null {
  if (found === 0) return search === '' ? 'No calls in this period' : `Nothing contains “${search}”`
  if (found > shown) return `The first ${shown} of ${exactCount(found)} by calls: search for the others`
  return null
}
