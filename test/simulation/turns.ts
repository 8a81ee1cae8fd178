import { setImmediate as settled } from 'node:timers/promises'
import type { Burst } from './history.ts'

/** A process does its work between the turns that it asks for, one before each call of a port. */
export type Work = (turn: () => Promise<void>) => Promise<void>

/** Runs one of the processes at a time until it waits for its next turn; which one, the bursts say, over and over. */
export async function interleave(works: readonly Work[], bursts: readonly Burst[]): Promise<void> {
  const waiting = works.map((): (() => void)[] => [])
  let running = works.length
  const all = Promise.all(works.map((work, index) => {
    const turn = () => new Promise<void>((resolve) => waiting[index]?.push(resolve))
    return work(turn).finally(() => running--)
  }))
  all.catch(() => undefined)
  for (let burst = 0; running > 0; burst++) {
    const { who, turns } = bursts[burst % bursts.length] ?? { who: 0, turns: 1 }
    await settled()
    const queues = waiting.filter((queue) => queue.length > 0)
    const queue = queues[who % Math.max(1, queues.length)] ?? []
    for (let left = turns; left > 0 && queue.length > 0; left--) {
      queue.shift()?.()
      await settled()
    }
  }
  await all
}
