/** A number, or a text that a spreadsheet must not take for a formula; null is an empty field. */
export type CsvValue = number | string | null | { readonly decimal: string }

/** RFC 4180: CRLF after every record, quotes only where needed. Texts that begin like a formula get a leading `'`. */
export function csv(records: readonly (readonly CsvValue[])[]): string {
  return records.map((record) => `${record.map(field).join(',')}\r\n`).join('')
}

function field(value: CsvValue): string {
  if (value === null) return ''
  if (typeof value === 'number') return String(value)
  if (typeof value === 'object') return value.decimal
  const text = /^[=+\-@\t\r]/.test(value) ? `'${value}` : value
  return /[",\r\n]/.test(text) ? `"${text.replaceAll('"', '""')}"` : text
}
