import { sourceId, type Source } from '../../domain/source.ts'
import { expectedCalls } from './expected-calls.ts'
import { createRandom } from './random.ts'
import { sampleRecord } from './sample-record.ts'
import { SAMPLE_WORKLOADS } from './workloads.ts'

const HOUR_MS = 3_600_000
const SEED = 'sample 1'

export interface SampleCall {
  readonly atMs: number
  /** The log record as JSON, without a line feed. */
  readonly line: string
}

/** All calls of a source in the UTC hour that starts at the instant, in order of time: always the same ones. */
export function sampleHour(source: Source, hourStartMs: number): SampleCall[] {
  const random = createRandom(`${SEED}/${sourceId(source)}/${hourStartMs}`)
  const calls = SAMPLE_WORKLOADS
    .filter((workload) => sourceId(workload.source) === sourceId(source))
    .flatMap((workload) => {
      const count = random.poisson(expectedCalls(workload, hourStartMs))
      return Array.from({ length: count }, () => {
        const atMs = hourStartMs + Math.floor(random.next() * HOUR_MS)
        return { atMs, line: JSON.stringify(sampleRecord(workload, atMs, random)) }
      })
    })
  return calls.sort((a, b) => a.atMs - b.atMs)
}
