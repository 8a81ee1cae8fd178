import { NO_DATA } from './format-count.ts'

/** `840 ms` below a second, `1.24 s`, `12.4 s`, `2 min 4 s` from a minute on. */
export function formatMs(ms: number | null): string {
  if (ms === null) return NO_DATA
  if (ms < 10) return `${Number(ms.toFixed(1))} ms`
  if (ms < 999.5) return `${Math.round(ms)} ms`
  const seconds = ms / 1000
  if (seconds < 9.995) return `${seconds.toFixed(2)} s`
  if (seconds < 59.95) return `${seconds.toFixed(1)} s`
  const whole = Math.round(seconds)
  return `${Math.floor(whole / 60)} min ${whole % 60} s`
}

/** How long ago in one unit: `just now`, `6 min ago`, `3 h ago`, `12 days ago`. */
export function formatAge(ms: number): string {
  return ms < 60_000 ? 'just now' : `${formatSpan(ms)} ago`
}

/** In one unit, rounded down: `40 s`, `6 min`, `3 h`, `12 days`. */
export function formatSpan(ms: number): string {
  const minutes = Math.floor(ms / 60_000)
  if (minutes < 1) return `${Math.floor(ms / 1000)} s`
  if (minutes < 60) return `${minutes} min`
  const hours = Math.floor(minutes / 60)
  return hours < 48 ? `${hours} h` : `${Math.floor(hours / 24)} days`
}

/** Per second: `0.4`, `57.3`, `412`. */
export function formatRate(perSecond: number | null): string {
  if (perSecond === null) return NO_DATA
  return perSecond < 100 ? String(Number(perSecond.toFixed(1))) : String(Math.round(perSecond))
}
