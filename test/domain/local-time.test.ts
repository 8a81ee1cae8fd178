import fc from 'fast-check'
import t from 'tap'
import { instantOfWallClock, wallClock } from '../../domain/local-time.ts'

const ZONES = ['UTC', 'America/New_York', 'Asia/Kolkata', 'Asia/Kathmandu', 'Australia/Lord_Howe', 'Pacific/Apia', 'Africa/Casablanca']

t.test('a clock shows the local time', async (t) => {
  const cases: [string, string, string][] = [
    ['2026-07-18T10:20:59Z', 'UTC', '2026-07-18T10:20'],
    ['2026-07-18T10:20:59Z', 'America/New_York', '2026-07-18T06:20'],
    ['2026-12-31T18:30:00Z', 'Asia/Kolkata', '2027-01-01T00:00'],
    ['2026-11-01T06:30:00Z', 'America/New_York', '2026-11-01T01:30'],
  ]
  for (const [instant, zone, expected] of cases) t.equal(wallClock(zone)(Date.parse(instant)), expected, `${instant} in ${zone}`)
})

t.test('a local time is an instant: the first of two, and past a gap as if the clock had not changed', async (t) => {
  const cases: [string, string, string][] = [
    ['2026-07-18T06:20', 'America/New_York', '2026-07-18T10:20:00.000Z'],
    ['2026-11-01T01:30', 'America/New_York', '2026-11-01T05:30:00.000Z'],
    ['2026-03-08T02:30', 'America/New_York', '2026-03-08T07:30:00.000Z'],
    ['2027-01-01T00:00', 'Asia/Kolkata', '2026-12-31T18:30:00.000Z'],
  ]
  for (const [text, zone, expected] of cases) {
    t.equal(new Date(instantOfWallClock(text, zone) ?? NaN).toISOString(), expected, `${text} in ${zone}`)
  }
})

t.test('whatever a clock has shown comes back to a time when it shows it', async () => {
  const instant = fc.integer({ min: Date.UTC(2015, 0) / 60_000, max: Date.UTC(2035, 0) / 60_000 }).map((minutes) => minutes * 60_000)
  fc.assert(fc.property(instant, fc.constantFrom(...ZONES), (ms, zone) => {
    const text = wallClock(zone)(ms)
    const found = instantOfWallClock(text, zone)
    return found !== null && found <= ms && wallClock(zone)(found) === text
  }), { numRuns: 200 })
})

t.test('what is no local time is none', async (t) => {
  for (const text of ['', '2026-07-18', '2026-02-30T00:00', '2026-07-18T24:30', '2026-07-18T10:20Z', '2026-07-18 10:20']) {
    t.equal(instantOfWallClock(text, 'UTC'), null, text)
  }
})
