/** Columns of equal width: texts to the left, numbers to the right, two spaces between. */
export function textTable(
  header: readonly string[], rows: readonly (readonly string[])[], rightAligned: readonly boolean[],
): string {
  const records = [header, ...rows].map((record) => record.map(printable))
  const widths = header.map((_, column) => Math.max(...records.map((record) => (record[column] ?? '').length)))
  return records.map((record) => `${record.map((text, column) => pad(text, column)).join('  ').trimEnd()}\n`).join('')

  function pad(text: string, column: number): string {
    const width = widths[column] ?? 0
    return rightAligned[column] === true ? text.padStart(width) : text.padEnd(width)
  }
}

// Names come from logs: a terminal must not take them for commands.
function printable(text: string): string {
  return text.replace(/\p{C}/gu, (character) => `\\u{${(character.codePointAt(0) ?? 0).toString(16)}}`)
}
