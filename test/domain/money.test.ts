import fc from 'fast-check'
import t from 'tap'
import { formatUsd, parseUsd, timesHundredths, timesQuantity } from '../../domain/money.ts'

t.test('decimals are exact in units of 10⁻¹⁸ USD', async (t) => {
  const cases: [text: string, units: bigint, formatted: string][] = [
    ['0', 0n, '0'],
    ['-0', 0n, '0'],
    ['1', 10n ** 18n, '1'],
    ['0.0105', 10_500_000_000_000_000n, '0.0105'],
    ['-1.5', -15n * 10n ** 17n, '-1.5'],
    ['-0.5', -5n * 10n ** 17n, '-0.5'],
    ['12.000', 12n * 10n ** 18n, '12'],
    ['0.000000000000000001', 1n, '0.000000000000000001'],
    ['0.1000000000000000000000', 10n ** 17n, '0.1'],
    ['35000.000000035', 35_000_000_000_035n * 10n ** 9n, '35000.000000035'],
  ]
  for (const [text, units, formatted] of cases) {
    t.equal(parseUsd(text), units, text)
    t.equal(formatUsd(units), formatted, formatted)
  }
})

t.test('number text with an exponent is read only where asked for', async (t) => {
  const cases: [string, string][] = [['3e-07', '0.0000003'], ['2.1875e-06', '0.0000021875'], ['1E5', '100000'], ['-3e-1', '-0.3'], ['7', '7']]
  for (const [text, formatted] of cases) t.equal(formatUsd(parseUsd(text, { exponent: true })), formatted, text)
  t.throws(() => parseUsd('3e-07'), /"3e-07" is not a decimal number of USD/)
})

t.test('what is not a decimal is refused', async (t) => {
  const junk = ['', ' 7 ', '+1', '.5', '1.', '1,5', '0x10', '٣', 'Infinity', 'NaN', '1e999', '007', '1_000', '--1', '1 2', 'null']
  for (const text of junk) t.throws(() => parseUsd(text), RangeError, JSON.stringify(text))
  for (const text of ['1e9999', 'Infinity', 'e5', '1e']) t.throws(() => parseUsd(text, { exponent: true }), RangeError, text)
  t.throws(() => parseUsd('0.0000000000000000001'), /more than 18 decimals/)
  t.throws(() => parseUsd('1e-19', { exponent: true }), /more than 18 decimals/)
})

t.test('formatting and parsing are inverse', async () => {
  fc.assert(fc.property(fc.bigInt({ min: -(10n ** 40n), max: 10n ** 40n }), (units) => parseUsd(formatUsd(units)) === units))
})

t.test('a float is read as the decimal it prints as', async () => {
  const prices = fc.tuple(fc.nat(999_999), fc.integer({ min: 6, max: 12 }))
  fc.assert(fc.property(prices, ([digits, decimals]) => {
    const text = formatUsd(BigInt(digits) * 10n ** BigInt(18 - decimals))
    return formatUsd(parseUsd(String(Number(text)), { exponent: true })) === text
  }))
})

t.test('multiplying is exact, and rounds to the nearest unit only below 10⁻¹⁸', async (t) => {
  t.equal(formatUsd(timesHundredths(parseUsd('0.0000021875'), 50n)), '0.00000109375')
  t.equal(timesHundredths(1n, 50n), 1n)
  t.equal(timesHundredths(1n, 49n), 0n)
  t.equal(formatUsd(timesQuantity(parseUsd('0.0000011'), 3)), '0.0000033')
  t.equal(formatUsd(timesQuantity(parseUsd('0.000000035'), 1_000_000_000_001)), '35000.000000035')
  t.equal(formatUsd(timesQuantity(parseUsd('0.00049'), 90.5)), '0.044345')
})
