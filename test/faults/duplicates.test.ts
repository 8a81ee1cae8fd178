import t from 'tap'
import { logPipeline, messagesOf, objectCreated } from '../fixtures/log-pipeline.ts'
import { logFiles, recordedUsage, storedUsage } from '../fixtures/recorded-usage.ts'

/** The same order each time, and none that anybody meant. */
function shuffled<T>(items: readonly T[]): T[] {
  const ranked = items.map((item, index) => ({ item, rank: (index * 7919 + 13) % 101 }))
  return ranked.sort((a, b) => a.rank - b.rank).map(({ item }) => item)
}

t.test('F1: every event of S3 delivered three times and shuffled changes no total, and adds no cell', async (t) => {
  const files = logFiles(12, 20)
  const { s3, firehose, queue, drain, compute } = await logPipeline(t)
  for (const { bucket, key, records } of files) s3.putLog(`${bucket}/${key}`, records)
  for (const { bucket, key } of shuffled([...files, ...files, ...files])) queue.send(objectCreated(bucket, key))
  await drain()
  t.equal(firehose.rows.length, 3 * 12 * 20)
  t.same(await storedUsage(await compute()), recordedUsage(files))
})

t.test('F2: a request in two log files is counted once, and its second row counts as a duplicate', async (t) => {
  const [first, second] = logFiles(3, 4).filter((_, index) => index !== 1)
  if (first === undefined || second === undefined) throw new Error('two files are needed')
  const again = { ...second, records: [...second.records, first.records[0] ?? {}] }
  const { s3, parse, compute } = await logPipeline(t)
  for (const { bucket, key, records } of [first, again]) s3.putLog(`${bucket}/${key}`, records)
  const result = await parse(messagesOf([first, again].map(({ bucket, key }) => objectCreated(bucket, key))))
  t.same(result.failed, [])
  const usage = await compute()
  t.same(await storedUsage(usage), recordedUsage([first, second]))
  let [rows, calls] = [0, 0]
  for (const source of await usage.listSources()) {
    for await (const { records, cells } of usage.readBuckets(source, 'hour', null, null)) {
      rows += records
      calls += cells.reduce((sum, cell) => sum + cell.calls, 0)
    }
  }
  t.same([rows, calls], [9, 8])
})
