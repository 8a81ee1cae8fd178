import t from 'tap'
import { hourOf } from '../../../domain/calendar.ts'
import type { HourRange } from '../../../domain/ports.ts'
import { backfillHours, type BackfillHoursOptions } from '../../../server/commands/backfill-hours.ts'
import { memoryPriceStore } from '../../fixtures/memory-price-store.ts'
import { memoryUsageLake } from '../../fixtures/memory-usage-lake.ts'
import { memoryUsageStore } from '../../fixtures/memory-usage-store.ts'
import { usageEventOf } from '../../fixtures/usage-event.ts'

const NOW = new Date('2026-11-23T20:41:00Z')
const hour = (iso: string) => hourOf(Date.parse(iso))
const JULY: HourRange = { from: hour('2026-07-01T00:00:00Z'), to: hour('2026-08-01T00:00:00Z') }

function world() {
  const lake = memoryUsageLake([
    usageEventOf({ request_id: 'a', ts: '2026-07-18T05:10:00.000Z' }), usageEventOf({ request_id: 'a', ts: '2026-07-18T05:10:00.000Z' }),
    usageEventOf({ request_id: 'b', ts: '2026-07-20T05:10:00.000Z' }), usageEventOf({ request_id: 'c', ts: '2026-08-20T05:10:00.000Z' }),
  ])
  const usage = memoryUsageStore()
  const ports = { lake, usage, prices: memoryPriceStore(), clock: () => NOW }
  return {
    lake, usage,
    async run(range: HourRange, overrides: Partial<BackfillHoursOptions> = {}) {
      const lines: string[] = []
      const exitCode = await backfillHours(ports, range, {
        hoursKept: 400 * 24, inRegionFix: true, tagDimensions: [], dryRun: false, isInterrupted: () => false,
        print: (line) => lines.push(line), ...overrides,
      })
      return { exitCode, lines }
    },
  }
}

t.test('hours that differ are computed anew and rolled up; a second run finds nothing to do', async (t) => {
  const { lake, usage, run } = world()
  t.same(await run(JULY, { dryRun: true }), {
    exitCode: 0, lines: ['2 hours of 1 sources have events; 2 of them differ and would be computed anew'],
  })
  t.same(await usage.listSources(), [], 'a dry run changes nothing')

  t.same(await run(JULY), { exitCode: 0, lines: ['2 hours computed anew', '3 days and months rolled up anew'] })
  t.same(await run(JULY), { exitCode: 0, lines: ['0 hours computed anew', '0 days and months rolled up anew'] })
  lake.events.push(usageEventOf({ request_id: 'd', ts: '2026-07-20T05:20:00.000Z' }))
  t.match(await run(JULY, { dryRun: true }), { lines: [/1 of them differ/] })
  t.same(await run(JULY), { exitCode: 0, lines: ['1 hours computed anew', '2 days and months rolled up anew'] })
})

t.test('an interrupted run says where to go on', async (t) => {
  const { run } = world()
  const range = { from: JULY.from, to: hour('2026-09-01T00:00:00Z') }
  t.same(await run(range, { isInterrupted: () => true }), {
    exitCode: 1, lines: ['1 hours computed anew', 'interrupted: go on with --from 2026-07-20T05:00:00Z --to 2026-09-01T00:00:00Z'],
  })
})

t.test('hours that are no longer kept, and hours to come, are left alone', async (t) => {
  const { run } = world()
  const kept = await run(JULY, { hoursKept: 127 * 24, dryRun: true })
  t.same(kept.lines, [
    'hours before 2026-07-19T21:00:00Z are no longer kept, and left alone',
    '1 hours of 1 sources have events; 1 of them differ and would be computed anew',
  ])
  t.same(await run(JULY, { hoursKept: 24 }), {
    exitCode: 0, lines: ['hours before 2026-08-01T00:00:00Z are no longer kept, and left alone', 'there is nothing to compute in this range'],
  })
  t.same((await run({ from: hour('2026-12-01T00:00:00Z'), to: hour('2026-12-02T00:00:00Z') })).lines, ['there is nothing to compute in this range'])
})
