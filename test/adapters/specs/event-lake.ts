import fc from 'fast-check'
import assert from 'node:assert/strict'
import type { Test } from 'tap'
import { MS_PER_HOUR } from '../../../domain/calendar.ts'
import type { EventSink, UsageGroup, UsageLake } from '../../../domain/ports.ts'
import { FIRST_HOUR, HOURS, arbitraryEvents } from '../../fixtures/arbitrary-events.ts'
import { memoryUsageLake } from '../../fixtures/memory-usage-lake.ts'
import { usageEventOf } from '../../fixtures/usage-event.ts'

export interface EventLake {
  readonly sink: EventSink
  readonly lake: UsageLake
  /** Empties the event table. */
  readonly clear: () => Promise<void>
}

/** What an event table with its SQL has to do, compared with plain loops over the same events. */
export function eventLakeSpec(t: Test, open: (t: Test) => Promise<EventLake>, numRuns = 25): void {
  const range = { from: FIRST_HOUR + 1, to: FIRST_HOUR + 3 }

  t.test('rows are counted by source and hour, duplicates included', async (t) => {
    const { sink, lake, clear } = await open(t)
    await fc.assert(fc.asyncProperty(arbitraryEvents(12), async (events) => {
      await clear()
      await sink.append(events)
      for (const asked of [null, range]) {
        assert.deepEqual(sorted(await lake.countRecords(asked)), sorted(await memoryUsageLake(events).countRecords(asked)))
      }
    }), { numRuns })
  })

  t.test('groups are those of plain loops, whatever the events and however they were appended', async (t) => {
    const { sink, lake, clear } = await open(t)
    const bounds = fc.tuple(fc.nat(HOURS), fc.nat(HOURS)).map(([a, b]) => {
      return { from: FIRST_HOUR + Math.min(a, b), to: FIRST_HOUR + Math.max(a, b) + 1 }
    })
    const instant = fc.nat(HOURS * MS_PER_HOUR).map((ms) => new Date(FIRST_HOUR * MS_PER_HOUR + ms).toISOString())
    const instants = fc.array(instant, { maxLength: 3 })
    await fc.assert(fc.asyncProperty(arbitraryEvents(12), fc.nat(12), bounds, instants, async (events, cut, range, instants) => {
      await clear()
      await Promise.all([sink.append(events.slice(cut)), sink.append(events.slice(0, cut))])
      const expected = await collect(memoryUsageLake(events).aggregate(range, instants))
      assert.deepEqual(sorted(await collect(lake.aggregate(range, instants))), sorted(expected))
    }), { numRuns })
  })

  t.test('the groups of a source come together', async (t) => {
    const { sink, lake } = await open(t)
    const regions = ['us-east-1', 'eu-west-1', 'us-east-1', 'eu-west-1']
    await sink.append(regions.map((region, index) => usageEventOf({
      region, request_id: `r${index}`, caller: `caller-${index}`, ts: new Date((FIRST_HOUR + 1) * MS_PER_HOUR + index).toISOString(),
    })))
    const groups = await collect(lake.aggregate(range, []))
    t.strictSame(groups.map((group) => group.region), [...groups.map((group) => group.region)].sort())
    t.equal(groups.length, 4)
  })

  t.test('text is data, whatever it holds', async (t) => {
    const { sink, lake } = await open(t)
    const texts = ["'; DROP TABLE usage_events; --", '{62=3, 63=1}', 'null', 'a\nb\tc', '𝔘𝔫𝔦 \u2028', '']
    await sink.append(texts.map((caller, index) => {
      return usageEventOf({ caller, request_id: caller + index, tags: JSON.stringify({ caller }) })
    }))
    const hour = Math.floor(Date.parse(usageEventOf().ts) / MS_PER_HOUR)
    const groups = await collect(lake.aggregate({ from: hour, to: hour + 1 }, []))
    t.strictSame(groups.map((group) => group.caller).sort(), [...texts].sort())
    t.strictSame(groups.map((group) => group.tags).sort(), texts.map((caller) => JSON.stringify({ caller })).sort())
  })

  t.test('counts stay exact up to the largest safe integer', async (t) => {
    const { sink, lake } = await open(t)
    await sink.append([
      usageEventOf({ request_id: 'a', input_tokens: Number.MAX_SAFE_INTEGER - 7, output_tokens: 2_000_000_000 }),
      usageEventOf({ request_id: 'b', input_tokens: 3, output_tokens: 1 }),
    ])
    const hour = Math.floor(Date.parse(usageEventOf().ts) / MS_PER_HOUR)
    const groups = await collect(lake.aggregate({ from: hour, to: hour + 1 }, []))
    t.equal(groups.reduce((sum, group) => sum + group.inputTokens, 0), Number.MAX_SAFE_INTEGER - 4)
    t.strictSame(groups.map((group) => group.outputTokensPerKs.count).sort(), [0, 1], 'a speed that cannot be is left out')
  })
}

async function collect<T>(items: AsyncIterable<T>): Promise<T[]> {
  const result: T[] = []
  for await (const item of items) result.push(item)
  return result
}

/** Comparable texts: maps as sorted lists. */
function sorted(items: readonly object[]): string[] {
  return items.map((item) => {
    const entries = Object.entries(item as Partial<UsageGroup>).sort(([a], [b]) => (a < b ? -1 : 1))
    return JSON.stringify(entries, (_, value: unknown) => (value instanceof Map ? [...value].sort() : value))
  }).sort()
}
