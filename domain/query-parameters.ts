import { QueryError } from './query-error.ts'

/** All values of a parameter but empty ones: a form sends those for what was left open. */
export function given(parameters: URLSearchParams, name: string): string[] {
  return parameters.getAll(name).filter((value) => value !== '')
}

/** The value of a parameter that may stand once; null where it is not given. */
export function single(parameters: URLSearchParams, name: string): string | null {
  const [value, ...more] = given(parameters, name)
  if (more.length > 0) throw new QueryError(name, 'is given more than once')
  return value ?? null
}

/** The same, where it must be one of a few words. */
export function choice<const T extends string>(parameters: URLSearchParams, name: string, choices: readonly T[]): T | null {
  const value = single(parameters, name)
  if (value === null) return null
  const known = choices.find((one) => one === value)
  if (known === undefined) throw new QueryError(name, `wants one of ${choices.join(', ')}, not "${value}"`)
  return known
}

/** Throws a QueryError unless every parameter is one of these. */
export function onlyKnown(parameters: URLSearchParams, known: readonly string[]): void {
  for (const name of parameters.keys()) if (!known.includes(name)) throw new QueryError(name, 'no such parameter')
}
