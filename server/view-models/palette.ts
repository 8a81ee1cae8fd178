/** Number of colours in public/app.css: `--c0` … `--c9`. */
export const PALETTE_SIZE = 10

/** Class of what is summed up as "other". */
export const OTHER_COLOR = 'c-other'

/**
 * Colour classes by name, such as `c3`. A name keeps its colour from page to page: the name itself says which it
 * wants, and only where two of the given names want the same one does the later in the alphabet move on.
 */
export function colorsFor(names: Iterable<string>): Map<string, string> {
  const taken = new Set<number>()
  const colors = new Map<string, string>()
  for (const name of [...new Set(names)].sort()) {
    let slot = hash(name) % PALETTE_SIZE
    if (taken.size < PALETTE_SIZE) while (taken.has(slot)) slot = (slot + 1) % PALETTE_SIZE
    taken.add(slot)
    colors.set(name, `c${slot}`)
  }
  return colors
}

function hash(text: string): number {
  let value = 0x811c9dc5
  for (let index = 0; index < text.length; index++) value = Math.imul(value ^ text.charCodeAt(index), 0x01000193)
  return (value ^ (value >>> 15)) >>> 0
}
