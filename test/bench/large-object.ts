import { parseGenerated } from '../fixtures/parse-generated.ts'
import type { Bench, BenchReport } from './bench.ts'

const MIB = 1024 * 1024

export const largeObject: Bench = {
  name: 'large-object',
  title: 'One log object of 500 MB',
  method: 'parse-log reads a generated object of 5 MB and one of 500 MB, each in a process of its own, whose memory is measured.',
  run: measure,
}

async function measure(): Promise<BenchReport> {
  const small = await parseGenerated(5)
  const large = await parseGenerated(500, 'gunzip')
  const perByte = (large.seconds / large.bytes) / (small.seconds / small.bytes)
  const ofGunzip = (large.gunzipSeconds ?? 0) / large.seconds
  return {
    findings: [
      { name: 'parse-log, 500 MB: time per byte, of that of 5 MB', value: perByte, unit: '×', target: { atMost: 1 } },
      { name: 'parse-log, 500 MB: speed, of that of gunzip alone', value: ofGunzip, unit: '×', target: { atLeast: 0.5 } },
      { name: 'parse-log, 500 MB: most memory', value: large.maxRssBytes / MIB, unit: 'MiB', target: { atMost: 256 } },
      { name: 'parse-log, 500 MB: speed', value: large.bytes / MIB / large.seconds, unit: 'MiB/s' },
    ],
  }
}
