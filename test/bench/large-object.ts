import { parseGenerated } from '../fixtures/parse-generated.ts'
import type { Finding } from './run.ts'

const MIB = 1024 * 1024

/** parse-log over one generated log object of 5 MB and of 500 MB, each in a process of its own. */
export async function largeObject(): Promise<Finding[]> {
  const small = await parseGenerated(5)
  const large = await parseGenerated(500, 'gunzip')
  const perByte = (large.seconds / large.bytes) / (small.seconds / small.bytes)
  const ofGunzip = (large.gunzipSeconds ?? 0) / large.seconds
  const rss = large.maxRssBytes / MIB
  return [
    { name: 'parse-log, 500 MB: time per byte, of that of 5 MB', value: perByte, unit: '×', target: 'at most 1', met: perByte <= 1 },
    { name: 'parse-log, 500 MB: speed, of that of gunzip alone', value: ofGunzip, unit: '×', target: 'at least 0.5', met: ofGunzip >= 0.5 },
    { name: 'parse-log, 500 MB: most memory', value: rss, unit: 'MiB', target: 'less than 256', met: rss < 256 },
    { name: 'parse-log, 500 MB: speed', value: large.bytes / MIB / large.seconds, unit: 'MiB/s', target: null, met: true },
  ]
}
