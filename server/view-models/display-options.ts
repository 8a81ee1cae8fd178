import type { Period } from '../../domain/bucket.ts'
import { COMPARISONS, GRANULARITIES, type UsageQuery } from '../../domain/usage-query.ts'
import { formTo, type FormView } from './form.ts'
import { readableZone, timeZoneChoices } from './time-zone-choices.ts'

/** How usage is cut and compared: selects of one form. */
export interface DisplayOptions {
  /** `By day · America/New York` */
  readonly summary: string
  readonly form: FormView
  readonly selects: readonly SelectView[]
}

export interface SelectView {
  readonly name: string
  readonly label: string
  readonly choices: readonly ChoiceView[]
}

export interface ChoiceView {
  readonly value: string
  readonly label: string
  readonly selected: boolean
}

const GRANULARITY_LABELS = { auto: 'Automatic', hour: 'Hour', day: 'Day', month: 'Month' } as const
const COMPARISON_LABELS = { none: 'Nothing', previous: 'Previous period' } as const

/** `step` is how time is cut now, `browserZone` the time zone of whoever looks, where it is known. */
export function displayOptions(
  query: UsageQuery, step: Period, browserZone: string | null, hrefOf: (query: UsageQuery) => string,
): DisplayOptions {
  const selects: SelectView[] = [
    {
      name: 'granularity', label: 'By',
      choices: GRANULARITIES.map((value) => ({ value, label: GRANULARITY_LABELS[value], selected: value === query.granularity })),
    },
    {
      name: 'compare', label: 'Compare with',
      choices: COMPARISONS.map((value) => ({ value, label: COMPARISON_LABELS[value], selected: value === query.compare })),
    },
    { name: 'tz', label: 'Time zone', choices: timeZoneChoices(query.timeZone, browserZone) },
  ]
  return {
    summary: `By ${step} · ${readableZone(query.timeZone)}`,
    form: formTo(hrefOf(query), (name) => selects.some((select) => select.name === name)),
    selects,
  }
}
