/** What to tell of a failure, without anything internal. */
export interface Failure {
  readonly status: number
  readonly title: string
  readonly message: string
}

/** A panel that could not be made, in its place: views/partials/error.eta. */
export interface FailedPanel {
  /** Id of the panel. */
  readonly target: string
  readonly title: string
  readonly message: string
  readonly requestId: string
  /** Null where it makes no sense to try again. */
  readonly retryHref: string | null
  /** Id of what is asked for anew. */
  readonly retryTarget: string
  /** Only the first of many interrupts those who listen. */
  readonly role: 'alert' | 'group'
}

export interface FailureSpec {
  readonly failure: Failure
  /** Ids and titles of the panels of a page. */
  readonly panels: Readonly<Record<string, string>>
  readonly requestId: string
  readonly retryHref: string
  /** The element to be asked for in place of each panel alone, where more than panels is missing. */
  readonly whole: string | null
}

export function panelFailures({ failure, panels, requestId, retryHref, whole }: FailureSpec): FailedPanel[] {
  return Object.entries(panels).map(([target, title], index) => ({
    target, title, message: failure.message, requestId, retryHref, retryTarget: whole ?? target, role: index === 0 ? 'alert' : 'group',
  }))
}
