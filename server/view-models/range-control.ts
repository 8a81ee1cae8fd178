import { MS_PER_HOUR } from '../../domain/calendar.ts'
import { wallClock } from '../../domain/local-time.ts'
import type { RelativeRange, UsageQuery } from '../../domain/usage-query.ts'
import type { UsageWindow } from '../usage-window.ts'
import { formTo, type FormView } from './form.ts'
import { formatWallClock, zoneAbbreviation } from './format-time.ts'
import type { LinkView } from './refresh-control.ts'

export interface RangeView {
  readonly choices: readonly LinkView[]
  readonly custom: CustomRange
  /** `24 Oct 2026, 20:00 – 23 Nov 2026, 21:00 UTC, by day` */
  readonly period: string
  /** Where hours are cut otherwise than asked for; null if they are not. */
  readonly note: string | null
}

interface CustomRange {
  readonly form: FormView
  readonly current: boolean
  /** Local times of the reporting zone, `2026-07-18T05:30`. */
  readonly from: string
  readonly to: string
  readonly zone: string
}

/** The ranges that pages offer, from the shortest on. */
const OFFERED: readonly { readonly range: RelativeRange; readonly label: string; readonly title: string }[] = [
  { range: '1h', label: '1 h', title: 'The last hour' },
  { range: '24h', label: '24 h', title: 'The last 24 hours' },
  { range: '7d', label: '7 d', title: 'The last 7 days' },
  { range: '30d', label: '30 d', title: 'The last 30 days' },
  { range: '90d', label: '90 d', title: 'The last 90 days' },
  { range: 'mtd', label: 'Month', title: 'This month so far' },
  { range: 'last-month', label: 'Last month', title: 'All of the month before this one' },
  { range: 'all', label: 'All', title: 'Everything there is' },
]

export function rangeControl(query: UsageQuery, window: UsageWindow, hrefOf: (query: UsageQuery) => string): RangeView {
  const clock = wallClock(query.timeZone)
  const { from, to } = window.range
  return {
    choices: OFFERED.map(({ range, label, title }) => ({
      label, title, current: query.range === range, href: hrefOf({ ...query, range }),
    })),
    custom: {
      form: formTo(hrefOf(query), (name) => ['range', 'from', 'to'].includes(name)),
      current: typeof query.range === 'object',
      from: clock(from * MS_PER_HOUR),
      to: clock(to * MS_PER_HOUR),
      zone: query.timeZone,
    },
    period: period(window, query.timeZone),
    note: cutNote(query, window),
  }
}

function period({ range, step }: UsageWindow, zone: string): string {
  const [from, to] = [range.from, range.to].map((hour) => new Date(hour * MS_PER_HOUR).toISOString()) as [string, string]
  const [before, after] = [zoneAbbreviation(from, zone), zoneAbbreviation(to, zone)]
  const start = before === after ? formatWallClock(from, zone) : `${formatWallClock(from, zone)} ${before}`
  return `${start} – ${formatWallClock(to, zone)} ${after}, by ${step}`
}

/** Usage is kept by whole hours of UTC: what does not start with one of them cannot be cut there. */
function cutNote({ range, timeZone }: UsageQuery, window: UsageWindow): string | null {
  const minutes = wallClock(timeZone)(window.range.from * MS_PER_HOUR).slice('2026-07-18T05:'.length)
  if (minutes !== '00') {
    return `Days are cut at 00:${minutes} in ${timeZone}, and hours start at ${minutes} past: usage is kept by whole hours of UTC.`
  }
  if (typeof range === 'object' && window.range.cutsHours) return 'The hours at both ends count whole: usage is kept by the hour.'
  return null
}
