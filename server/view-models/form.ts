/** A form that leads to an address with some of its parameters chosen anew. */
export interface FormView {
  readonly action: string
  readonly hidden: readonly FieldView[]
}

export interface FieldView {
  readonly name: string
  readonly value: string
}

/** A browser drops the query of a form's address, so its parameters have to be fields: all but those that the form has itself. */
export function formTo(href: string, isOwn: (name: string) => boolean): FormView {
  const [action = '', query = ''] = href.split('?')
  return { action, hidden: [...new URLSearchParams(query)].filter(([name]) => !isOwn(name)).map(([name, value]) => ({ name, value })) }
}
