import { largeObject } from './large-object.ts'
import { parseLogSpeed } from './parse-log.ts'
import { repricing } from './reprice.ts'

export interface Finding {
  readonly name: string
  readonly value: number
  readonly unit: string
  /** What the project has set itself, null where the number only informs. */
  readonly target: string | null
  readonly met: boolean
}

const BENCHES: readonly (() => Promise<Finding[]>)[] = [parseLogSpeed, largeObject, repricing]

for (const bench of BENCHES) {
  for (const { name, value, unit, target, met } of await bench()) {
    const verdict = target === null ? '' : `  ${met ? 'meets' : 'MISSES'} ${target}`
    process.stdout.write(`${name.padEnd(80)} ${value.toPrecision(3).padStart(8)} ${unit.padEnd(5)}${verdict}\n`)
    if (!met) process.exitCode = 1
  }
}
