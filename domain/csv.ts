/** A number, or a text that a spreadsheet must not take for a formula; null is an empty field. */
export type CsvValue = number | string | null | { readonly decimal: string }

/** RFC 4180: CRLF after every record, quotes only where needed. Texts that begin like a formula get a leading `'`. */
export function csv(records: Iterable<readonly CsvValue[]>): string {
  let text = ''
  for (const record of records) text += csvRecord(record)
  return text
}

/** One record of it. */
export function csvRecord(record: readonly CsvValue[]): string {
  return `${record.map(field).join(',')}\r\n`
}

/** Full-width signs too: spreadsheets of East Asian locales take them for the plain ones. */
const LIKE_A_FORMULA = /^[=+\-@\t\r\n\0＝＋－＠]/

/** A semicolon separates fields where the comma is the decimal sign. */
const NEEDS_QUOTES = /[",;\r\n]/

function field(value: CsvValue): string {
  if (value === null) return ''
  if (typeof value === 'number') return String(value)
  if (typeof value === 'object') return value.decimal
  const text = LIKE_A_FORMULA.test(value) ? `'${value}` : value
  return NEEDS_QUOTES.test(text) ? `"${text.replaceAll('"', '""')}"` : text
}
