import { REFRESH_CHOICES, type RefreshChoice } from '../refresh-choice.ts'

export interface LinkView {
  readonly label: string
  readonly href: string
  readonly title: string
  readonly current: boolean
}

export interface RefreshView {
  /** Interval as htmx writes it; null if the page does not ask for news by itself. */
  readonly every: string | null
  readonly choices: readonly LinkView[]
  /** This very view. */
  readonly selfHref: string
}

const LABELS = { 'off': 'Off', '30s': '30 s', '1m': '1 min' } as const

export function refreshControl(current: RefreshChoice, hrefOf: (choice: RefreshChoice) => string): RefreshView {
  return {
    every: current === 'off' ? null : current,
    choices: REFRESH_CHOICES.map((choice) => ({ label: LABELS[choice], title: '', current: choice === current, href: hrefOf(choice) })),
    selfHref: hrefOf(current),
  }
}
