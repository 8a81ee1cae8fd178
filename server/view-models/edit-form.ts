import type { DraftFields, FieldError } from '../../domain/draft-fields.ts'

/** A form that changes something about prices, as its template prints it. */
export interface EditFormView {
  readonly title: string
  readonly lead: string
  readonly action: string
  readonly hidden: readonly { readonly name: string; readonly value: string }[]
  readonly groups: readonly FieldGroup[]
  /** All of them, those of fields that the form does not show too. */
  readonly errors: readonly (FieldError & { readonly label: string; readonly href: string | null })[]
  /** What somebody else made of it meanwhile; null without a conflict. */
  readonly conflict: ConflictView | null
  readonly backHref: string
}

export interface FieldGroup {
  readonly legend: string
  /** True of groups that are seldom of use: they are closed until somebody opens them, unless something in them matters. */
  readonly isFolded: boolean
  readonly fields: readonly FieldView[]
}

export interface FieldView {
  readonly name: string
  readonly label: string
  readonly value: string
  readonly hint: string
  readonly kind: 'text' | 'long' | 'fixed' | 'box' | 'choice'
  readonly choices: readonly { readonly value: string; readonly label: string }[]
  readonly error: string | null
}

export interface ConflictView {
  readonly by: string
  readonly rows: readonly { readonly label: string; readonly theirs: string; readonly yours: string }[]
}

/** What a form needs to know. */
export interface EditFormInput {
  readonly fields: DraftFields
  readonly errors: readonly FieldError[]
  readonly requestId: string
  readonly conflict: ConflictView | null
}

/** The text of a field; empty where it is none. */
export function fieldText(fields: DraftFields, name: string): string {
  const value = Object.hasOwn(fields, name) ? fields[name] : undefined
  return typeof value === 'string' ? value : ''
}

export function fieldMaker({ fields, errors }: EditFormInput) {
  return (name: string, label: string, more: Partial<Pick<FieldView, 'hint' | 'kind' | 'choices'>> = {}): FieldView => ({
    name, label, value: fieldText(fields, name), hint: '', kind: 'text', choices: [], ...more,
    error: errors.find(({ field }) => field === name)?.message ?? null,
  })
}

/** The errors, each with the way to its field. */
export function errorsView(errors: readonly FieldError[], groups: readonly FieldGroup[]): EditFormView['errors'] {
  const fields = groups.flatMap((group) => group.fields)
  return errors.map(({ field, message }) => {
    const shown = fields.find(({ name, kind }) => name === field && kind !== 'fixed')
    return { field, message, label: fields.find(({ name }) => name === field)?.label ?? field, href: shown === undefined ? null : `#field-${field}` }
  })
}
