import t from 'tap'
import { exactUsd, formatUsdShort, usdToNumber } from '../../../server/view-models/format-usd.ts'

const DOLLAR = 10n ** 18n

t.test('money that is there is never shown as $0.00', async (t) => {
  const cases: [bigint, string][] = [
    [0n, '$0.00'], [1n, '<$0.01'], [DOLLAR / 100n - 1n, '<$0.01'], [DOLLAR / 100n, '$0.01'], [DOLLAR / 200n * 3n, '$0.02'],
    [841n * DOLLAR / 100n, '$8.41'], [123_456n * DOLLAR / 100n, '$1,234.56'], [9_999_994n * DOLLAR / 1000n, '$9,999.99'],
    [9_999_999n * DOLLAR / 1000n, '$10,000'], [12_345_678n * DOLLAR / 1000n, '$12,346'], [1_234_567n * DOLLAR, '$1.23M'],
    [-5n * DOLLAR, '−$5.00'],
  ]
  for (const [units, text] of cases) t.equal(formatUsdShort(units), text, String(units))
})

t.test('the exact amount has all its digits', async (t) => {
  t.equal(exactUsd(8_413_500_072_500_000_001n), '$8.413500072500000001')
  t.equal(exactUsd(-DOLLAR), '−$1')
})

t.test('a number for a chart is right to the micro-dollar', async (t) => {
  t.equal(usdToNumber(8_413_500n * DOLLAR / 1_000_000n), 8.4135)
})
