// Values on the axes and in the tooltip of a chart. What stands in tables and cards, the server has formatted.

const compact = new Intl.NumberFormat('en-US', { notation: 'compact', maximumFractionDigits: 1 })
const NO_DATA = '–'

const FORMATS = {
  'usd': usd,
  'count': (value) => compact.format(value),
  'ms': duration,
  'percent': (value) => `${trimmed(value, value < 1 ? 2 : 1)}%`,
  'tokens-per-second': (value) => (value < 100 ? trimmed(value, 1) : String(Math.round(value))),
}

/** Formats a value of the unit; null is no data. */
export function formatOf(unit) {
  const format = FORMATS[unit] ?? FORMATS.count
  return (value) => (value === null || value === undefined || Number.isNaN(value) ? NO_DATA : format(value))
}

function usd(value) {
  if (value === 0) return '$0'
  if (value > 0 && value < 0.01) return '<$0.01'
  if (value >= 10_000) return `$${compact.format(value)}`
  return `$${value.toLocaleString('en-US', { maximumFractionDigits: value < 100 ? 2 : 0 })}`
}

function duration(ms) {
  if (ms < 999.5) return `${trimmed(ms, ms < 10 ? 1 : 0)} ms`
  if (ms < 120_000) return `${trimmed(ms / 1000, ms < 10_000 ? 2 : 1)} s`
  return `${trimmed(ms / 60_000, 1)} min`
}

function trimmed(value, digits) {
  return String(Number(value.toFixed(digits)))
}
