import { hourOf, MS_PER_HOUR } from '../../domain/calendar.ts'
import type { HourRange } from '../../domain/ports.ts'
import { sourceId } from '../../domain/source.ts'
import { aggregateStats } from '../../functions/aggregate-stats.ts'
import { backfill } from '../../functions/backfill.ts'
import type { ComputeCostPorts } from '../../functions/compute-cost.ts'
import { compareHours } from '../../functions/hours-to-compute.ts'
import { progressBar } from './progress.ts'

export interface BackfillHoursOptions {
  /** How far back there may be hours; those before it are left alone. */
  readonly hoursKept: number
  readonly inRegionFix: boolean
  readonly tagDimensions: readonly string[]
  readonly dryRun: boolean
  readonly isInterrupted: () => boolean
  readonly print: (line: string) => void
}

/** Hours that are counted at a time. */
const HOURS_PER_COUNT = 31 * 24

/** Makes the hours of a range agree with the event table, and their days and months with them. Resolves to the exit code. */
export async function backfillHours(ports: ComputeCostPorts, asked: HourRange, options: BackfillHoursOptions): Promise<number> {
  const { print, hoursKept } = options
  const nowHour = hourOf(ports.clock().getTime())
  const range = { from: Math.max(asked.from, nowHour - hoursKept + 1), to: Math.min(asked.to, nowHour + 2) }
  if (range.from > asked.from) print(`hours before ${instantOf(Math.min(range.from, asked.to))} are no longer kept, and left alone`)
  if (range.from >= range.to) {
    print('there is nothing to compute in this range')
    return 0
  }
  if (options.dryRun) {
    const { hours, differing, sources } = await countHours(ports, range)
    print(`${hours} hours of ${sources} sources have events; ${differing} of them differ and would be computed anew`)
    return 0
  }
  const { bucketsWritten, rest } = await compute(ports, range, options)
  print(`${bucketsWritten} hours computed anew`)
  if (rest !== null) {
    print(`interrupted: go on with --from ${instantOf(rest.from)} --to ${instantOf(asked.to)}`)
    return 1
  }
  const lookBackDays = Math.min(Math.ceil((nowHour - range.from) / 24) + 1, Math.floor(hoursKept / 24) - 1)
  const rolledUp = await aggregateStats(ports, { lookBackDays })
  print(`${rolledUp.bucketsWritten} days and months rolled up anew`)
  return 0
}

async function compute(ports: ComputeCostPorts, range: HourRange, options: BackfillHoursOptions) {
  const { inRegionFix, tagDimensions, isInterrupted } = options
  const bar = progressBar('Computing hours')
  // Slices follow each other, each with a progress of its own.
  let [before, total, shown] = [0, 0, 0]
  try {
    return await backfill(ports, range, {
      inRegionFix, tagDimensions, shouldStop: isInterrupted,
      onProgress(done, ofSlice) {
        if (done === 0) {
          before = total
          total += ofSlice
          bar.total(total)
        }
        bar.done(before + done - shown)
        shown = before + done
      },
    })
  } finally {
    bar.stop()
  }
}

async function countHours({ lake, usage, prices }: ComputeCostPorts, range: HourRange) {
  const { changes } = await prices.read()
  const sources = new Set<string>()
  let [hours, differing] = [0, 0]
  for (let { from } = range; from < range.to; from += HOURS_PER_COUNT) {
    const counts = await lake.countRecords({ from, to: Math.min(range.to, from + HOURS_PER_COUNT) })
    for (const count of counts) sources.add(sourceId(count))
    hours += counts.length
    differing += (await compareHours(usage, counts, changes)).filter(({ due }) => due !== null).length
  }
  return { hours, differing, sources: sources.size }
}

function instantOf(hour: number): string {
  return new Date(hour * MS_PER_HOUR).toISOString().replace('.000Z', 'Z')
}
