import type { WritePorts } from '../../adapters/open-ports.ts'
import { hourOf, MS_PER_HOUR, parseHourId } from '../../domain/calendar.ts'
import { type MeasureJson, measureJson } from '../../domain/measure-json.ts'
import type { QuarantinedObject, SourceState, UsageStore } from '../../domain/ports.ts'
import { reportBuilder } from '../../domain/report.ts'
import { readUsage } from '../../functions/read-usage.ts'

/** What a data folder holds. */
export interface DataState {
  readonly objects: number
  readonly records: number
  readonly requests: number
  readonly duplicates: number
  readonly quarantined: number
  /** Start of the first hour with events and end of the last, ISO; null without events. */
  readonly from: string | null
  readonly to: string | null
  readonly total: MeasureJson
}

export async function dataState({ usage, ledger, quarantine }: WritePorts, now: Date): Promise<DataState> {
  const sources = await usage.listSources()
  const first = await firstHour(usage, sources)
  const end = sources.reduce((hour, source) => Math.max(hour, hourOf(Date.parse(source.newestEvent)) + 1), first ?? 0)
  const builder = reportBuilder({ groupBy: [] })
  let records = 0
  const needs = { nowHour: hourOf(now.getTime()), grain: 'total', timeZone: 'UTC' } as const
  for await (const bucket of readUsage(usage, sources, { from: first ?? 0, to: end }, needs)) {
    records += bucket.records
    builder.add(bucket)
  }
  const total = measureJson(builder.finish().total)
  return {
    objects: (await ledger.parsed()).size,
    records,
    requests: total.calls,
    duplicates: records - total.calls,
    quarantined: await linesOf(quarantine.list()),
    from: first === null ? null : instantOf(first),
    to: first === null ? null : instantOf(end),
    total,
  }
}

async function firstHour(usage: UsageStore, sources: readonly SourceState[]): Promise<number | null> {
  let first: number | null = null
  for (const source of sources) {
    for await (const head of usage.readHeads(source, 'hour', null, null)) {
      const hour = parseHourId(head.start)
      if (first === null || hour < first) first = hour
      break
    }
  }
  return first
}

async function linesOf(objects: AsyncIterable<QuarantinedObject>): Promise<number> {
  let count = 0
  for await (const { lines } of objects) count += lines.length
  return count
}

function instantOf(hour: number): string {
  return new Date(hour * MS_PER_HOUR).toISOString().replace('.000Z', 'Z')
}
