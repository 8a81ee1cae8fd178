import t from 'tap'
import { tagKeys } from '../../domain/tags.ts'

t.test('the tags of many calls are each named once, in order', async (t) => {
  t.same(tagKeys(['{"team":"a","app":"x"}', '', '{"team":"b"}']), ['app', 'team'])
  t.same(tagKeys(['', '']), [])
})
