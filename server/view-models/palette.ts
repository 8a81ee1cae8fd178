/** Hues in public/styles/palette.css, each in two tones: `--c0` … `--c9`, then the second tones `--c10` … `--c19`. */
const HUES = 10
export const PALETTE_SIZE = 2 * HUES

/** Class of what is summed up as "other". */
export const OTHER_COLOR = 'c-other'

/** Families that have a hue of their own, by a part of the model's id. */
const FAMILIES: readonly (readonly [RegExp, hue: number])[] = [
  [/claude.*sonnet/, 0], [/claude.*opus/, 7], [/claude.*haiku/, 4], [/claude/, 3],
  [/nova-pro/, 1], [/nova-lite/, 5], [/nova-micro/, 8], [/nova-premier/, 6], [/titan/, 2],
  [/gpt-oss/, 9], [/llama/, 3], [/mistral|mixtral|pixtral/, 6], [/cohere/, 8], [/deepseek/, 2], [/qwen/, 5],
]

/**
 * Colour classes by name, such as `c3`. A name keeps its colour from page to page: the name itself says which it
 * wants, and only where two of the given names want the same one does the later in the alphabet move on.
 */
export function colorsFor(names: Iterable<string>): Map<string, string> {
  const taken = new Set<number>()
  const colors = new Map<string, string>()
  for (const name of familiesFirst([...new Set(names)].sort())) {
    const slot = slotsFor(name).find((wanted) => !taken.has(wanted)) ?? hash(name) % PALETTE_SIZE
    taken.add(slot)
    colors.set(name, `c${slot}`)
  }
  return colors
}

/** Names of no known family must not take a colour away from one. */
function familiesFirst(names: readonly string[]): string[] {
  const isKnown = (name: string) => hueOf(name) !== null
  return [...names.filter(isKnown), ...names.filter((name) => !isKnown(name))]
}

/** The colours that a name wants, best first: of its family both tones, then any hue, the first tones before the second. */
function slotsFor(name: string): number[] {
  const hue = hueOf(name)
  const start = hue ?? hash(name) % HUES
  const hues = Array.from({ length: HUES }, (_, index) => (start + index) % HUES)
  const all = [...hues, ...hues.map((slot) => slot + HUES)]
  if (hue === null) return all
  const own = isOddVersion(name) ? [hue + HUES, hue] : [hue, hue + HUES]
  return [...own, ...all]
}

function hueOf(name: string): number | null {
  return FAMILIES.find(([pattern]) => pattern.test(name))?.[1] ?? null
}

/** Versions that follow each other differ in tone: `claude-sonnet-4-5-20250929-v1:0` is odd, `claude-sonnet-4-6` even. */
function isOddVersion(name: string): boolean {
  const numbers = name.replace(/-\d{8}.*$|-v\d.*$/, '').match(/\d+/g)
  return Number(numbers?.at(-1) ?? 0) % 2 === 1
}

function hash(text: string): number {
  let value = 0x811c9dc5
  for (let index = 0; index < text.length; index++) value = Math.imul(value ^ text.charCodeAt(index), 0x01000193)
  return (value ^ (value >>> 15)) >>> 0
}
