import { fullHour } from './full-hour.ts'

/** What a form or a JSON body holds, as it came. */
export type DraftFields = Readonly<Record<string, unknown>>

export interface FieldError {
  readonly field: string
  /** What is wrong and what to write instead. */
  readonly message: string
}

/** Reads fields as text and collects all that is wrong with them; what cannot be read is null, and has an error. */
export interface DraftReader {
  /** All so far, one to a field, in the order of reading. */
  readonly errors: readonly FieldError[]
  fail(field: string, message: string): null
  /** The one text that was sent; null without an error where the field was not. */
  optional(field: string): string | null
  required(field: string): string | null
  choice<T extends string>(field: string, choices: readonly T[]): T | null
  /** The start of a UTC hour, as fullHour gives it. */
  hour(field: string): string | null
  /** The same, or null without an error where it was not sent or is empty. */
  hourOrEmpty(field: string): string | null
  wholeNumber(field: string): number | null
  /** A sentence for others to read. */
  reason(field: string): string | null
}

const MAX_ECHO = 40
const MAX_REASON = 500

/** `known` are the fields that there may be; any other is an error. */
export function draftReader(fields: DraftFields, known: readonly string[]): DraftReader {
  const errors = new Map<string, FieldError>()
  const fail = (field: string, message: string): null => {
    if (!errors.has(field)) errors.set(field, { field, message })
    return null
  }
  for (const field of Object.keys(fields)) if (!known.includes(field)) fail(shown(field), 'there is no such field')

  function optional(field: string): string | null {
    const value = Object.hasOwn(fields, field) ? fields[field] : undefined
    if (value === undefined) return null
    if (Array.isArray(value)) return fail(field, 'was given more than once: give one value')
    return typeof value === 'string' ? value : fail(field, 'wants text, in quotes')
  }

  function required(field: string): string | null {
    const text = optional(field)
    return text === null || text === '' ? fail(field, 'is missing') : text
  }

  function hour(field: string): string | null {
    const text = required(field)
    if (text === null) return null
    return fullHour(text) ?? fail(field, `"${shown(text)}" is not the start of a UTC hour such as 2026-07-18 or 2026-07-18T05:00`)
  }

  return {
    get errors() {
      return [...errors.values()]
    },
    fail,
    optional,
    required,
    choice(field, choices) {
      const text = required(field)
      if (text === null) return null
      return choices.find((choice) => choice === text) ?? fail(field, `"${shown(text)}" is none of ${choices.join(', ')}`)
    },
    hour,
    hourOrEmpty: (field) => ((optional(field) ?? '') === '' ? null : hour(field)),
    wholeNumber(field) {
      const text = required(field)
      if (text === null) return null
      return /^\d{1,9}$/.test(text) ? Number(text) : fail(field, `"${shown(text)}" is not a whole number`)
    },
    reason(field) {
      const text = required(field)?.trim()
      if (text === undefined) return null
      if (text.length < 3 || text.length > MAX_REASON) return fail(field, `say why in 3 to ${MAX_REASON} characters`)
      return /[<>\p{Cc}\p{Cf}]/u.test(text) ? fail(field, 'say why in plain text: no < or >, one line') : text
    },
  }
}

/** What was written, as far as an error repeats it. */
export function shown(text: string): string {
  return text.length > MAX_ECHO ? `${text.slice(0, MAX_ECHO)}…` : text
}
