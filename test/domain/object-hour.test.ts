import t from 'tap'
import { parseHourId } from '../../domain/calendar.ts'
import { dayFolder, hourOfObject } from '../../domain/object-hour.ts'
import { logKey } from '../fixtures/log-key.ts'

t.test('the hour is the one in the folders of the key', async (t) => {
  const cases: [string, string | null][] = [
    [logKey('111122223333', 'us-east-1', 5), '2026-11-23T05'],
    [`some/prefix/2020/01/01/${logKey('111122223333', 'us-east-1', 23)}`, '2026-11-23T23'],
    ['2026/13/01/05/x', null],
    ['a/2026/13/01/05/x', null],
    ['a/2026/11/01/25/x', null],
    ['a/2026/11/01/x', null],
    ['', null],
  ]
  for (const [key, hour] of cases) t.equal(hourOfObject(key), hour === null ? null : parseHourId(hour), key)
})

t.test('a day of a source is a folder that its keys begin with', async (t) => {
  const folder = dayFolder({ accountId: '111122223333', region: 'us-east-1' }, '2026-11-23')
  t.ok(logKey('111122223333', 'us-east-1', 5).startsWith(`${folder}/`))
  t.notOk(logKey('111122223333', 'us-east-1', 5, 24).startsWith(`${folder}/`))
})
