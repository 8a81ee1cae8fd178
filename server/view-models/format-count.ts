const UNITS = ['', 'K', 'M', 'B', 'T'] as const

/** What stands where there is no value to show; a real zero is `0`. */
export const NO_DATA = '–'

/** Three significant digits at most: `999`, `4.7K`, `12.3K`, `1.2M`, `3.4B`. Null is no data. */
export function formatCount(count: number | null): string {
  if (count === null) return NO_DATA
  if (count < 1000) return String(count)
  let unit = 0
  let scaled = count
  // 999,950 rounds to 1M, not to 1000K.
  while (unit < UNITS.length - 1 && Number(scaled.toPrecision(3)) >= 1000) {
    scaled /= 1000
    unit++
  }
  const digits = scaled < 100 ? 1 : 0
  return `${scaled.toFixed(digits).replace(/\.0$/, '')}${UNITS[unit] ?? ''}`
}

/** All digits, grouped: `4,712`. */
export function exactCount(count: number | null): string {
  return count === null ? NO_DATA : count.toLocaleString('en-US')
}

/** `12.3%`, `<0.1%` for what is more than nothing; the part of nothing is no data. */
export function formatShare(part: number, whole: number): string {
  if (whole <= 0) return NO_DATA
  const percent = (part / whole) * 100
  if (percent > 0 && percent < 0.1) return '<0.1%'
  return `${percent.toFixed(1).replace(/\.0$/, '')}%`
}
