import { readFileSync } from 'node:fs'
import t from 'tap'
import { colorsFor, PALETTE_SIZE } from '../../../server/view-models/palette.ts'

const names = Array.from({ length: PALETTE_SIZE }, (_, index) => `provider.model-${index}`)

t.test('as many names as there are colours share none', async (t) => {
  t.equal(new Set(colorsFor(names).values()).size, PALETTE_SIZE)
})

t.test('the order of the names does not matter', async (t) => {
  t.strictSame([...colorsFor(names)].sort(), [...colorsFor([...names].reverse())].sort())
})

t.test('more names than colours still have one each', async (t) => {
  const many = Array.from({ length: 25 }, (_, index) => `m${index}`)
  t.equal([...colorsFor(many).values()].filter((color) => /^c\d$/.test(color)).length, 25)
})

t.test('the style sheet has every colour', async (t) => {
  const css = readFileSync(new URL('../../../public/app.css', import.meta.url), 'utf8')
  for (let index = 0; index < PALETTE_SIZE; index++) t.match(css, `--c${index}: #`)
})
