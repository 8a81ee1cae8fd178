import type { ChangeView } from './change.ts'
import type { SparklineView } from './sparkline.ts'

/** One number with what belongs to it. */
export interface CardView {
  readonly label: string
  readonly value: string
  readonly exact: string
  /** The page that says what the number is made of. */
  readonly explain?: string
  readonly details: readonly { readonly text: string; readonly title: string; readonly tone?: 'warn' }[]
  readonly tone?: 'good' | 'bad' | 'warn'
  /** Against the period before. */
  readonly change?: ChangeView | null
  readonly sparkline?: SparklineView | null
}
