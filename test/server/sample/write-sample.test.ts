import { readdirSync, readFileSync } from 'node:fs'
import { join } from 'node:path'
import { gunzipSync } from 'node:zlib'
import t from 'tap'
import { sampleHour } from '../../../server/sample/sample-hour.ts'
import { SAMPLE_SOURCES } from '../../../server/sample/workloads.ts'
import { writeSample } from '../../../server/sample/write-sample.ts'

const KEY = /^AWSLogs\/\d{12}\/BedrockModelInvocationLogs\/[a-z0-9-]+\/\d{4}\/\d\d\/\d\d\/\d\d\/\d{8}T\d{9}Z_[0-9a-f]{16}\.json\.gz$/

function objects(dir: string): string[] {
  return readdirSync(dir, { recursive: true, withFileTypes: true }).filter((entry) => entry.isFile())
    .map((entry) => join(entry.parentPath, entry.name)).sort()
}

function lines(dir: string): string[] {
  return objects(dir).flatMap((path) => gunzipSync(readFileSync(path)).toString('utf8').trimEnd().split('\n'))
}

t.test('runs that follow each other write what one run would have written, every call once', async (t) => {
  const dir = t.testdir({ stepwise: {}, atOnce: {} })
  const stepwise = join(dir, 'stepwise')
  const atOnce = join(dir, 'atOnce')
  const times = ['2026-11-18T13:07:11Z', '2026-11-18T13:07:11Z', '2026-11-18T13:52:00Z', '2026-11-18T16:20:30.500Z', '2026-11-19T00:00:00Z']
  for (const time of times) await writeSample(stepwise, new Date(time), 1)
  await writeSample(atOnce, new Date(times.at(-1) ?? ''), 3)
  const since = (dir: string) => lines(dir).filter((line) => timeOf(line) >= Date.parse('2026-11-17T00:00:00Z')).sort()
  t.ok(since(atOnce).length > 1000)
  t.equal(since(stepwise).length, since(atOnce).length)
  t.ok(since(stepwise).join() === since(atOnce).join(), 'the same calls')
})

t.test('what stands there is not written again', async (t) => {
  const dir = t.testdir()
  const now = new Date('2026-11-18T13:07:11Z')
  t.ok(await writeSample(dir, now, 1) > 0)
  t.equal(await writeSample(dir, now, 1), 0)
})

t.test('objects lie where Bedrock puts them, and their calls on the day of the folder', async (t) => {
  const dir = t.testdir()
  await writeSample(dir, new Date('2026-11-18T13:07:11Z'), 1)
  t.equal(objects(dir).length, 2 * SAMPLE_SOURCES.length)
  for (const path of objects(dir)) {
    const key = path.slice(dir.length + 1)
    t.match(key, KEY)
    const day = key.split('/').slice(4, 7).join('-')
    const times = gunzipSync(readFileSync(path)).toString('utf8').trimEnd().split('\n').map(timeOf)
    if (!times.every((time) => new Date(time).toISOString().startsWith(day))) t.fail(`${key} holds calls of another day`)
  }
})

t.test('nothing lies in the future', async (t) => {
  const dir = t.testdir()
  const now = new Date('2026-11-18T13:07:11Z')
  await writeSample(dir, now, 1)
  t.ok(lines(dir).every((line) => timeOf(line) <= now.getTime()))
})

t.test('an hour always holds the same calls', async (t) => {
  const source = SAMPLE_SOURCES[0]
  if (!source) throw new Error('the sample has no source')
  const hour = Date.parse('2026-11-18T15:00:00Z')
  t.strictSame(sampleHour(source, hour), sampleHour(source, hour))
})

t.test('thirty days hold twenty to thirty thousand calls of many kinds, none with a text', async (t) => {
  const end = Date.parse('2026-11-23T20:00:00Z')
  const seen = {
    calls: 0, models: new Set<string>(), callers: new Set<string>(), errors: new Set<string>(), ids: new Set<string>(),
  }
  for (let hour = end - 30 * 24 * 3_600_000; hour < end; hour += 3_600_000) {
    for (const { line } of SAMPLE_SOURCES.flatMap((source) => sampleHour(source, hour))) {
      const record = JSON.parse(line) as { modelId: string; requestId: string; errorCode?: string; identity: { arn: string } }
      seen.calls++
      seen.models.add(record.modelId)
      seen.callers.add(record.identity.arn)
      seen.ids.add(record.requestId)
      if (record.errorCode) seen.errors.add(record.errorCode)
      if (/"(text|prompt|content|messages)"/.test(line)) t.fail('a sample record holds a text')
    }
  }
  t.ok(seen.calls > 20_000 && seen.calls < 30_000, `${seen.calls} calls`)
  t.equal(seen.ids.size, seen.calls, 'request ids are unique')
  t.ok(seen.models.size >= 9)
  t.ok(seen.callers.size >= 12)
  t.ok(seen.errors.size >= 2)
})

function timeOf(line: string): number {
  return Date.parse((JSON.parse(line) as { timestamp: string }).timestamp)
}
