import type { PriceStore, UsageLake, UsageStore } from '../../domain/ports.ts'
import { Died } from '../fixtures/faulty.ts'
import type { Death } from './history.ts'

interface Ports {
  readonly lake: UsageLake
  readonly usage: UsageStore
  readonly prices: PriceStore
}

/** The ports as one process has them: each call waits for its turn, and once the process has died none does anything. */
export function mortalPorts({ lake, usage, prices }: Ports, turn: () => Promise<void>, death: Death | null): Ports {
  let left = death?.callsLeft ?? Infinity

  async function call<T>(work: () => Promise<T>): Promise<T> {
    await turn()
    left -= 1
    if (left < -1 || (left === -1 && death?.after !== true)) throw new Died()
    const result = await work()
    if (left < 0) throw new Died()
    return result
  }

  /** Each item as it is when its turn comes, as if every page held one. */
  async function* itemByItem<T extends { readonly start: string }>(
    list: (from: string | null, to: string | null) => AsyncIterable<T>, from: string | null, to: string | null,
  ): AsyncGenerator<T> {
    for (const { start } of await call(() => collect(list(from, to)))) {
      yield* await call(() => collect(list(start, `${start}~`)))
    }
  }

  return {
    lake: {
      countRecords: (range) => call(() => lake.countRecords(range)),
      async *aggregate(range, instants) {
        for (const group of await call(() => collect(lake.aggregate(range, instants)))) {
          await call(async () => undefined)
          yield group
        }
      },
    },
    usage: {
      nextGeneration: () => call(() => usage.nextGeneration()),
      readBuckets: (source, period, from, to) => itemByItem((from, to) => usage.readBuckets(source, period, from, to), from, to),
      readHeads: (source, period, from, to) => itemByItem((from, to) => usage.readHeads(source, period, from, to), from, to),
      writeBucket: (...args) => call(() => usage.writeBucket(...args)),
      intend: (...args) => call(() => usage.intend(...args)),
      announce: (...args) => call(() => usage.announce(...args)),
      changesSince: (...args) => call(() => usage.changesSince(...args)),
      listSources: () => call(() => usage.listSources()),
      noteSource: (...args) => call(() => usage.noteSource(...args)),
      saveRun: (...args) => call(() => usage.saveRun(...args)),
      lastRun: (...args) => call(() => usage.lastRun(...args)),
    },
    prices: {
      async read() {
        // The version first: that is the order that a change of prices is safe with.
        const { version } = await call(() => prices.read())
        const { records } = await call(() => prices.read())
        return { version, records }
      },
      append: (...args) => call(() => prices.append(...args)),
      replaceAll: (...args) => call(() => prices.replaceAll(...args)),
    },
  }
}

async function collect<T>(items: AsyncIterable<T>): Promise<T[]> {
  const result: T[] = []
  for await (const item of items) result.push(item)
  return result
}
