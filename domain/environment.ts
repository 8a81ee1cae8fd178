import type { Variable } from './contract.ts'
import { FORMS, type FormValues } from './environment-forms.ts'

type Variables = Readonly<Record<string, Variable>>

/** The values of variables; null for one that may be missing and is. */
export type Environment<V extends Variables> = {
  readonly [N in keyof V]: FormValues[V[N]['form']] | (V[N] extends { readonly fallback: null } ? null : never)
}

/** Every variable that is missing or bad, and what it should hold. */
export class EnvironmentError extends Error {
  readonly faults: readonly string[]

  constructor(faults: readonly string[]) {
    super(`the environment is not usable: ${faults.join('; ')}`)
    this.name = 'EnvironmentError'
    this.faults = faults
  }
}

/** Reads the variables. Throws one error that names every one that is missing or bad, and what it should hold. */
export function readEnvironment<V extends Variables>(variables: V, env: Readonly<Record<string, string | undefined>>): Environment<V> {
  const faults: string[] = []
  const values = Object.entries(variables).map(([name, variable]) => {
    try {
      return [name, valueOf(variable, env[name])]
    } catch (error) {
      faults.push(`${name} (${variable.holds}): ${(error as Error).message}`)
      return [name, null]
    }
  })
  if (faults.length > 0) throw new EnvironmentError(faults)
  return Object.fromEntries(values) as Environment<V>
}

/** A variable that is set to nothing counts as not set. */
function valueOf({ form, fallback }: Variable, text: string | undefined): unknown {
  if (text !== undefined && text !== '') return FORMS[form](text)
  if (fallback === undefined) throw new Error('is missing')
  return fallback === null ? null : FORMS[form](fallback)
}
