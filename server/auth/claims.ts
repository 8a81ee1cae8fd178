import { IdentityRefused } from './identity-refused.ts'

const MAX_LENGTH = 320
const CONTROL = /[\u0000-\u001f\u007f-\u009f\u2028\u2029]/

type Claims = Readonly<Record<string, unknown>>

/** A claim by its name, or by the names on the way to it with dots between them. */
export function claimAt(claims: Claims, name: string): unknown {
  if (Object.hasOwn(claims, name)) return claims[name]
  return name.split('.').reduce<unknown>((value, part) => {
    return typeof value === 'object' && value !== null && Object.hasOwn(value, part) ? (value as Claims)[part] : undefined
  }, claims)
}

/** A text that may be shown and compared; null for anything else. */
export function textOf(value: unknown): string | null {
  if (typeof value !== 'string' || value.length > MAX_LENGTH || CONTROL.test(value)) return null
  return value.trim() === '' ? null : value
}

/** In lower case; null for none. Throws IdentityRefused for a text that is none: two readers could take it for two people. */
export function emailOf(value: unknown): string | null {
  if (value === undefined || value === null || value === '') return null
  const text = textOf(value)
  if (text === null || !/^[^\s@,;<>"]+@[^\s@,;<>"]+$/.test(text)) throw new IdentityRefused('the e-mail address is none')
  return text.toLowerCase()
}

/** Names of groups from a list, or from a text that separates them. */
export function groupsOf(value: unknown, separator: string): string[] {
  const names = Array.isArray(value) ? value : typeof value === 'string' ? value.replace(/^\[(.*)\]$/s, '$1').split(separator) : []
  const texts = names.map((name) => textOf(name)?.trim()).filter((name) => name !== undefined)
  return [...new Set(texts)]
}
