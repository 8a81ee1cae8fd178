import { QueryError } from '../domain/query-error.ts'

/** The one of the choices that a parameter names; the fallback where it is missing or empty. Throws a QueryError. */
export function choiceParameter<const T extends string>(
  parameters: URLSearchParams, name: string, choices: readonly T[], fallback: NoInfer<T>,
): T {
  const [value, ...more] = parameters.getAll(name).filter((text) => text !== '')
  if (more.length > 0) throw new QueryError(name, 'is given more than once')
  if (value === undefined) return fallback
  const known = choices.find((one) => one === value)
  if (known === undefined) throw new QueryError(name, `wants one of ${choices.join(', ')}, not "${value}"`)
  return known
}
