import type { QuarantinedLine } from '../domain/ports.ts'

/** Of an item that may have 400 KB. */
const MAX_BYTES = 300_000

type Group = readonly [reason: string, field: string | null, lines: number[]]

/**
 * Line numbers by reason and field, as JSON: ten thousand lines that are bad for the same reason take less than 100 KB.
 * What goes beyond the size of an item is said to be there, but not listed.
 */
export function encodeLines(lines: readonly QuarantinedLine[], maxBytes = MAX_BYTES): string {
  const groups = new Map<string, Group>()
  const add = ({ line, reason, field }: QuarantinedLine): number => {
    const id = JSON.stringify([reason, field])
    const known = groups.get(id)
    if (known === undefined) groups.set(id, [reason, field, [line]])
    else known[2].push(line)
    return String(line).length + 1 + (known === undefined ? Buffer.byteLength(id) + 4 : 0)
  }
  let bytes = 0
  for (const [index, line] of lines.entries()) {
    bytes += add(line)
    const next = lines[index + 1]
    if (bytes <= maxBytes || next === undefined) continue
    add({ line: next.line, reason: 'further_lines_not_listed', field: null })
    break
  }
  return JSON.stringify([...groups.values()])
}

export function decodeLines(text: string): QuarantinedLine[] {
  const groups = JSON.parse(text) as Group[]
  const lines = groups.flatMap(([reason, field, numbers]) => numbers.map((line) => ({ line, reason, field })))
  return lines.sort((a, b) => a.line - b.line)
}
