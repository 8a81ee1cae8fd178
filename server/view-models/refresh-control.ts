import { REFRESH_CHOICES, type RefreshChoice } from '../refresh-choice.ts'
import { formTo, type FormView } from './form.ts'

export interface LinkView {
  readonly label: string
  readonly href: string
  readonly title: string
  readonly current: boolean
}

export interface RefreshView {
  readonly form: FormView
  readonly choices: readonly { readonly value: string; readonly label: string; readonly selected: boolean }[]
  /** Milliseconds between two refreshes; 0 if the page does not ask for news by itself. */
  readonly everyMs: number
  /** Ids of the elements that are refreshed, each alone. */
  readonly regions: readonly string[]
  /** This very page. */
  readonly selfHref: string
}

const CHOICES = {
  'off': { label: 'Off', everyMs: 0 },
  '10s': { label: '10 s', everyMs: 10_000 },
  '30s': { label: '30 s', everyMs: 30_000 },
  '1m': { label: '1 min', everyMs: 60_000 },
  '5m': { label: '5 min', everyMs: 300_000 },
} as const satisfies Record<RefreshChoice, object>

export function refreshControl(
  current: RefreshChoice, hrefOf: (choice: RefreshChoice) => string, regions: readonly string[],
): RefreshView {
  return {
    form: formTo(hrefOf(current), (name) => name === 'refresh'),
    choices: REFRESH_CHOICES.map((value) => ({ value, label: CHOICES[value].label, selected: value === current })),
    everyMs: CHOICES[current].everyMs,
    regions,
    selfHref: hrefOf(current),
  }
}
