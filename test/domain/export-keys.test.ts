import t from 'tap'
import { EXPORT_FORMATS, exportedDay, exportFolder, exportKey } from '../../domain/export-keys.ts'

t.test('a day has one key for each format, in the folder of that format and the month that it is billed in', async (t) => {
  t.equal(exportKey('parquet', '2026-07-18'), 'focus/parquet/billing_period=2026-07/2026-07-18.parquet')
  t.equal(exportKey('csv', '2026-07-18'), 'focus/csv/billing_period=2026-07/2026-07-18.csv.gz')
  for (const format of EXPORT_FORMATS) t.ok(exportKey(format, '2026-07-18').startsWith(exportFolder(format)))
})

t.test('a key tells its day, and what is no such key tells none', async (t) => {
  for (const format of EXPORT_FORMATS) t.equal(exportedDay(format, exportKey(format, '2026-07-18')), '2026-07-18')
  const others = [
    'focus/csv/billing_period=2026-07/2026-07-18.csv.gz', 'focus/parquet/billing_period=2026-08/2026-07-18.parquet',
    'focus/parquet/billing_period=2026-07/2026-07-18.parquet.part', 'focus/parquet/_SUCCESS', '',
  ]
  for (const key of others) t.equal(exportedDay('parquet', key), null, key)
})
