/** Keys and indexes from the top of the configuration: `['accounts', 0, 'name']`. */
export type Path = readonly (string | number)[]

/** What is wrong at a place of the configuration. */
export interface Finding {
  readonly path: Path
  /** The place is the key itself, not its value. */
  readonly ofKey?: boolean
  /** Something is not there. */
  readonly absent?: boolean
  /** What is there, without the place: `is the number 12345678901`. */
  readonly message: string
  /** What to do about it. */
  readonly remedy: string
}

/** `accounts[0].name` */
export function pathText(path: Path): string {
  return path.map((part, i) => typeof part === 'number' ? `[${part}]` : i === 0 ? part : `.${part}`).join('')
}
