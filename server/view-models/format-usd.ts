import { formatUsd } from '../../domain/money.ts'

const DOLLAR = 10n ** 18n
const CENT = DOLLAR / 100n

/** `$0.00` for nothing, `<$0.01` for next to nothing, `$8.41`, `$1,234.56`, `$12,346`, `$1.23M`. */
export function formatUsdShort(units: bigint): string {
  if (units < 0n) return `−${formatUsdShort(-units)}`
  if (units === 0n) return '$0.00'
  if (units < CENT) return '<$0.01'
  const cents = divideRounded(units, CENT)
  if (cents < 1_000_000n) return `$${grouped(cents / 100n)}.${String(cents % 100n).padStart(2, '0')}`
  const dollars = divideRounded(units, DOLLAR)
  if (dollars < 1_000_000n) return `$${grouped(dollars)}`
  return `$${(Number(dollars) / 1e6).toFixed(2)}M`
}

/** Below a dollar with three significant digits, for prices of something small: `$0.00412`, `$0.123`, `$8.41`. */
export function formatUsdPrecise(units: bigint): string {
  if (units <= 0n || units >= DOLLAR) return formatUsdShort(units)
  return exactUsd(rounded(units))
}

/** To three significant digits. */
function rounded(units: bigint): bigint {
  const scale = 10n ** BigInt(Math.max(0, units.toString().length - 3))
  return divideRounded(units, scale) * scale
}

/** Every digit there is: `$8.4135000725`. */
export function exactUsd(units: bigint): string {
  return units < 0n ? `−$${formatUsd(-units)}` : `$${formatUsd(units)}`
}

/** Every digit there is, and cents at least: `$3.00`, `$8.4135000725`. */
export function exactPrice(units: bigint): string {
  const text = exactUsd(units)
  const decimals = text.split('.')[1]?.length ?? 0
  return decimals >= 2 ? text : `${text}${decimals === 0 ? '.' : ''}${'0'.repeat(2 - decimals)}`
}

/** For charts and widths of bars only, where a double is exact enough. */
export function usdToNumber(units: bigint): number {
  return Number(units / (DOLLAR / 1_000_000n)) / 1e6
}

function grouped(whole: bigint): string {
  return whole.toLocaleString('en-US')
}

function divideRounded(units: bigint, by: bigint): bigint {
  return (units + by / 2n) / by
}
