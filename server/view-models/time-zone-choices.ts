import { isTimeZone } from '../../domain/time-zone.ts'
import type { ChoiceView } from './display-options.ts'

/** Zones to choose from, west to east; a link may name any other. */
const OFFERED = [
  'UTC', 'Pacific/Honolulu', 'America/Anchorage', 'America/Los_Angeles', 'America/Phoenix', 'America/Denver', 'America/Mexico_City',
  'America/Chicago', 'America/New_York', 'America/Toronto', 'America/Bogota', 'America/Halifax', 'America/St_Johns', 'America/Sao_Paulo',
  'America/Argentina/Buenos_Aires', 'Europe/London', 'Europe/Dublin', 'Europe/Lisbon', 'Europe/Berlin', 'Europe/Paris', 'Europe/Madrid',
  'Europe/Rome', 'Europe/Stockholm', 'Africa/Lagos', 'Africa/Johannesburg', 'Europe/Athens', 'Africa/Cairo', 'Asia/Jerusalem',
  'Europe/Istanbul', 'Asia/Riyadh', 'Asia/Tehran', 'Asia/Dubai', 'Asia/Karachi', 'Asia/Kolkata', 'Asia/Kathmandu', 'Asia/Dhaka',
  'Asia/Bangkok', 'Asia/Jakarta', 'Asia/Shanghai', 'Asia/Hong_Kong', 'Asia/Singapore', 'Australia/Perth', 'Asia/Tokyo', 'Asia/Seoul',
  'Australia/Adelaide', 'Australia/Sydney', 'Pacific/Auckland',
] as const

/** The offered zones, the current one and the browser's among them. */
export function timeZoneChoices(current: string, browserZone: string | null): ChoiceView[] {
  const zones = new Set<string>([...(browserZone === null ? [] : [browserZone]), ...OFFERED, current])
  return [...zones].map((zone) => ({
    value: zone,
    label: zone === browserZone ? `${readableZone(zone)} (this browser)` : readableZone(zone),
    selected: zone === current,
  }))
}

/** `America/New York` */
export function readableZone(zone: string): string {
  return zone.replaceAll('_', ' ')
}

/** The zone that a browser said it is in, by the cookie that public/time-zone.js sets; null where there is none to believe. */
export function zoneOfCookie(cookies: string | undefined): string | null {
  const text = /(?:^|;\s*)tz=([\w%+-]{1,90})(?:;|$)/.exec(cookies ?? '')?.[1]
  if (text === undefined) return null
  const zone = text.replace(/%2F/gi, '/')
  return isTimeZone(zone) ? zone : null
}
