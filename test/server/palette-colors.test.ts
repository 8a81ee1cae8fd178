import t from 'tap'
import { styleSheet } from '../../server/plugins/assets.ts'
import { PALETTE_SIZE } from '../../server/view-models/palette.ts'
import { contrast, leastDistance } from '../fixtures/color.ts'

const css = styleSheet()

/** Colours by name in each theme, as the style sheet declares them. */
const THEMES = ['light', 'dark'].map((theme, index) => {
  const pairs = [...css.matchAll(/--([\w-]+): light-dark\((#\w+), (#\w+)\);/g)]
  return { theme, colors: new Map(pairs.map((match) => [match[1] ?? '', match[2 + index] ?? ''])) }
})

const HUES = Array.from({ length: PALETTE_SIZE / 2 }, (_, index) => `c${index}`)
const ALL = Array.from({ length: PALETTE_SIZE }, (_, index) => `c${index}`)

/** Text colours and the grounds that they stand on. */
const TEXTS: readonly (readonly [string, readonly string[]])[] = [
  ['text', ['bg', 'surface', 'sunken', 'hover', 'accent-soft']],
  ['muted', ['bg', 'surface', 'sunken', 'hover']],
  ['accent', ['bg', 'surface', 'accent-soft', 'hover']],
  ['good', ['surface', 'good-soft']], ['warn', ['bg', 'surface', 'warn-soft', 'hover']], ['bad', ['surface', 'bad-soft', 'hover']],
  ['on-accent', ['accent']],
]

for (const { theme, colors } of THEMES) {
  const colorOf = (name: string) => colors.get(name) ?? '#000000'

  t.test(`${theme}: text has a contrast of 4.5 with every ground that it stands on`, async (t) => {
    for (const [text, grounds] of TEXTS) {
      for (const ground of grounds) {
        t.ok(colors.has(text) && colors.has(ground), `${text} and ${ground} are declared`)
        const ratio = contrast(colorOf(text), colorOf(ground))
        t.ok(ratio >= 4.5, `${text} on ${ground}: ${ratio.toFixed(2)}`)
      }
    }
  })

  t.test(`${theme}: every colour of a series has a contrast of 3 with the surface`, async (t) => {
    for (const name of [...ALL, 'c-other']) {
      const ratio = contrast(colorOf(name), colorOf('surface'))
      t.ok(ratio >= 3, `${name} ${colorOf(name)}: ${ratio.toFixed(2)}`)
    }
  })

  t.test(`${theme}: any two hues can be told apart with any kind of sight, and any two colours differ`, async (t) => {
    const pairs = (names: readonly string[]) => names.flatMap((a, index) => names.slice(index + 1).map((b) => [a, b] as const))
    for (const [least, names] of [[7, HUES], [3, ALL]] as const) {
      for (const [a, b] of pairs(names)) {
        const distance = leastDistance(colorOf(a), colorOf(b))
        if (distance < least) t.fail(`${a} ${colorOf(a)} and ${b} ${colorOf(b)}: ${distance.toFixed(1)}`)
      }
      t.pass(`${pairs(names).length} pairs are at least ${least} apart`)
    }
  })
}
