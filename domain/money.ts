/** Money is an integer of 10⁻¹⁸ USD: listed prices have up to 12 decimals and multipliers add at most 6. */
const DECIMALS = 18

const PLAIN = /^-?(?:0|[1-9]\d{0,30})(?:\.\d{1,40})?$/
const WITH_EXPONENT = /^-?(?:0|[1-9]\d{0,30})(?:\.\d{1,40})?(?:[eE][+-]?\d{1,3})?$/

/**
 * Units of 10⁻¹⁸ USD in a decimal such as `0.0000033`, exactly. Throws on anything else, also on a value finer than
 * 10⁻¹⁸. With `exponent`, JSON's number text (`3e-07`) is a decimal too.
 */
export function parseUsd(text: string, options: { readonly exponent?: boolean } = {}): bigint {
  const pattern = options.exponent === true ? WITH_EXPONENT : PLAIN
  if (!pattern.test(text)) {
    throw new RangeError(`"${text.slice(0, 40)}" is not a decimal number of USD such as 0.0000033`)
  }
  const [mantissa = '', exponent = '0'] = text.toLowerCase().split('e')
  const [whole = '', fraction = ''] = mantissa.split('.')
  const scale = DECIMALS - fraction.length + Number(exponent)
  const digits = BigInt(whole + fraction)
  const units = scale >= 0 ? digits * 10n ** BigInt(scale) : digits / 10n ** BigInt(-scale)
  if (scale < 0 && units * 10n ** BigInt(-scale) !== digits) {
    throw new RangeError(`"${text.slice(0, 40)}" has more than ${DECIMALS} decimals of a USD`)
  }
  return units
}

/** The exact decimal without trailing zeros: `0`, `0.0105`, `-1.5`. */
export function formatUsd(units: bigint): string {
  const digits = (units < 0n ? -units : units).toString().padStart(DECIMALS + 1, '0')
  const fraction = digits.slice(-DECIMALS).replace(/0+$/, '')
  const sign = units < 0n ? '-' : ''
  return sign + digits.slice(0, -DECIMALS) + (fraction === '' ? '' : `.${fraction}`)
}

/** Units × hundredths / 100, to the nearest unit: exact for prices of up to 16 decimals. */
export function timesHundredths(units: bigint, hundredths: bigint): bigint {
  return (units * hundredths + 50n) / 100n
}

/** Unit price × quantity. Whole quantities are exact; fractions (seconds) are taken as the decimal they print as. */
export function timesQuantity(units: bigint, quantity: number): bigint {
  if (Number.isInteger(quantity)) return units * BigInt(quantity)
  const one = 10n ** BigInt(DECIMALS)
  return (units * parseUsd(String(quantity), { exponent: true }) + one / 2n) / one
}
