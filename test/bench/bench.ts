/**
 * What a bench gives back. A bench is one file that exports a `Bench`, listed by name in benches.ts; it runs in a process
 * of its own, so that neither its memory nor its warm code is another's.
 */
export interface Bench {
  /** As given to `npm run bench -- NAME`. */
  readonly name: string
  /** The heading of its section on the page. */
  readonly title: string
  /** What was run on which data and how it was measured: a paragraph of Markdown. */
  readonly method: string
  /** `progress` prints a line for whoever waits; nothing of it reaches the page. */
  readonly run: (progress: (text: string) => void) => Promise<BenchReport>
}

export interface BenchReport {
  readonly findings: readonly Finding[]
  /** Shown under the findings. */
  readonly tables?: readonly BenchTable[]
}

/** One figure. */
export interface Finding {
  /** Unique on the page, since all targets stand in one table: `parse-log: speed, of that of gunzip alone`. */
  readonly name: string
  readonly value: number
  /** As written after the number: `s`, `ms`, `×`, `MB/s`, `requests/s`, `kB`, `write units`. Dollars are `$`, counts ''. */
  readonly unit: string
  /** What the project asks of the figure; left out where it only informs. */
  readonly target?: Target
  /** What keeps the figure from being better, a sentence: printed where the target is missed. */
  readonly boundBy?: string
}

export type Target = { readonly atMost: number } | { readonly atLeast: number }

export interface BenchTable {
  readonly title: string
  readonly header: readonly string[]
  /** As long as the header; numbers are shown like the values of findings. */
  readonly rows: readonly (readonly (string | number)[])[]
}

export function isMet({ value, target }: Finding): boolean {
  if (target === undefined) return true
  return 'atMost' in target ? value <= target.atMost : value >= target.atLeast
}
