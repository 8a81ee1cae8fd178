import type { UsageLake, UsageStore } from '../../domain/ports.ts'
import type { PriceStore } from '../../domain/price-ports.ts'
import { Died } from '../fixtures/faulty.ts'
import type { Death } from './history.ts'

interface Ports {
  readonly lake: UsageLake
  readonly usage: UsageStore
  readonly prices: PriceStore
}

/** The ports as one process has them: each call waits for its turn, and none does anything once the process has died. */
export function mortalPorts({ lake, usage, prices }: Ports, turn: () => Promise<void>, death: Death | null): Ports {
  let left = death?.writesLeft ?? Infinity
  let dead = false

  async function read<T>(work: () => Promise<T>): Promise<T> {
    await turn()
    if (dead) throw new Died()
    return work()
  }

  async function write<T>(work: () => Promise<T>): Promise<T> {
    await turn()
    if (dead) throw new Died()
    dead = left-- <= 0
    if (dead && death?.after !== true) throw new Died()
    const result = await work()
    if (dead) throw new Died()
    return result
  }

  /** Each item as it is when its turn comes, as if every page held one. */
  async function* itemByItem<T extends { readonly start: string }>(
    list: (from: string | null, to: string | null) => AsyncIterable<T>, from: string | null, to: string | null,
  ): AsyncGenerator<T> {
    for (const { start } of await read(() => collect(list(from, to)))) {
      yield* await read(() => collect(list(start, `${start}~`)))
    }
  }

  return {
    lake: {
      countRecords: (range) => read(() => lake.countRecords(range)),
      async *aggregate(range, instants) {
        for (const group of await read(() => collect(lake.aggregate(range, instants)))) {
          await read(async () => undefined)
          yield group
        }
      },
    },
    usage: {
      nextGeneration: () => write(() => usage.nextGeneration()),
      readBuckets: (source, period, from, to) => itemByItem((from, to) => usage.readBuckets(source, period, from, to), from, to),
      readHeads: (source, period, from, to) => itemByItem((from, to) => usage.readHeads(source, period, from, to), from, to),
      writeBucket: (...args) => write(() => usage.writeBucket(...args)),
      rewriteBucket: (...args) => write(() => usage.rewriteBucket(...args)),
      intend: (...args) => write(() => usage.intend(...args)),
      announce: (...args) => write(() => usage.announce(...args)),
      changesSince: (...args) => read(() => usage.changesSince(...args)),
      listSources: () => read(() => usage.listSources()),
      noteSource: (...args) => write(() => usage.noteSource(...args)),
      saveRun: (...args) => write(() => usage.saveRun(...args)),
      lastRun: (...args) => read(() => usage.lastRun(...args)),
    },
    prices: {
      async read() {
        // The version first: that is the order that a change of prices is safe with.
        const { version } = await read(() => prices.read())
        return { ...await read(() => prices.read()), version }
      },
      append: (...args) => write(() => prices.append(...args)),
      replaceAll: (...args) => write(() => prices.replaceAll(...args)),
      edit: (...args) => write(() => prices.edit(...args)),
      audit: (...args) => read(() => prices.audit(...args)),
      held: () => read(() => prices.held()),
      saveHeld: (...args) => write(() => prices.saveHeld(...args)),
      dropHeld: (...args) => write(() => prices.dropHeld(...args)),
    },
  }
}

async function collect<T>(items: AsyncIterable<T>): Promise<T[]> {
  const result: T[] = []
  for await (const item of items) result.push(item)
  return result
}
