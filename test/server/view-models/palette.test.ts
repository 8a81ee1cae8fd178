import t from 'tap'
import { colorsFor, PALETTE_SIZE } from '../../../server/view-models/palette.ts'

const names = Array.from({ length: PALETTE_SIZE }, (_, index) => `provider.model-${index}`)
const KNOWN = [
  'anthropic.claude-opus-4-6-v1', 'anthropic.claude-sonnet-4-6', 'anthropic.claude-sonnet-4-5-20250929-v1:0',
  'anthropic.claude-haiku-4-5-20251001-v1:0', 'amazon.nova-pro-v1:0', 'amazon.nova-lite-v1:0', 'openai.gpt-oss-120b-1:0',
  'amazon.titan-embed-text-v2:0',
]

t.test('as many names as there are colours share none', async (t) => {
  t.equal(new Set(colorsFor(names).values()).size, PALETTE_SIZE)
})

t.test('the order of the names does not matter', async (t) => {
  t.strictSame([...colorsFor(names)].sort(), [...colorsFor([...names].reverse())].sort())
})

t.test('more names than colours still have one each', async (t) => {
  const many = Array.from({ length: 25 }, (_, index) => `m${index}`)
  t.equal([...colorsFor(many).values()].filter((color) => /^c1?\d$/.test(color)).length, 25)
})

t.test('a known model has the same colour whatever else is on the page', async (t) => {
  const all = colorsFor([...KNOWN, ...names.slice(0, 9)])
  for (const model of KNOWN) {
    t.equal(colorsFor([model]).get(model), all.get(model), model)
    t.equal(colorsFor([model, 'zzz.unknown', 'aaa.unknown']).get(model), all.get(model), model)
  }
  t.equal(new Set(KNOWN.map((model) => all.get(model))).size, KNOWN.length)
})

t.test('versions of a model share its hue and differ in tone', async (t) => {
  const colors = colorsFor(KNOWN)
  t.equal(colors.get('anthropic.claude-sonnet-4-6'), 'c0')
  t.equal(colors.get('anthropic.claude-sonnet-4-5-20250929-v1:0'), 'c10')
})
