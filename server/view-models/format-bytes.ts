const UNITS = ['bytes', 'kB', 'MB', 'GB', 'TB'] as const

/** `812 bytes`, `12.3 MB`: in powers of 1000, as they are billed. */
export function formatBytes(bytes: number): string {
  let unit = 0
  let scaled = bytes
  while (unit < UNITS.length - 1 && scaled >= 999.5) {
    scaled /= 1000
    unit++
  }
  return `${unit === 0 ? String(scaled) : scaled.toFixed(scaled < 100 ? 1 : 0).replace(/\.0$/, '')} ${UNITS[unit] ?? ''}`
}
