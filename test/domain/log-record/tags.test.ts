import t from 'tap'
import { readTags } from '../../../domain/log-record/tags.ts'

t.test('only allowed keys are kept, as strings, in the order of keys', async (t) => {
  const metadata = { team: 'a', project: 'b', secret: 'c', size: 3, flag: true, nested: { x: [1] }, none: null }
  t.equal(readTags(metadata, ['team', 'project']), '{"project":"b","team":"a"}')
  t.equal(readTags(metadata, ['size', 'flag', 'nested', 'none', 'absent']), '{"flag":"true","nested":"{\\"x\\":[1]}","size":"3"}')
  t.equal(readTags(metadata, []), null)
  t.equal(readTags(metadata, ['absent']), null)
  t.equal(readTags(null, ['team']), null)
})

t.test('names of built-in members are keys like any other', async (t) => {
  t.equal(readTags({ a: '1' }, ['constructor', 'toString', '__proto__']), null)
  t.equal(readTags(JSON.parse('{"__proto__":"x","constructor":"y"}') as Record<string, unknown>, ['__proto__', 'constructor']),
    '{"__proto__":"x","constructor":"y"}')
})

t.test('values are bounded, however long or deep they are', async (t) => {
  const deep = JSON.parse(`${'['.repeat(50_000)}${']'.repeat(50_000)}`) as unknown
  t.equal(readTags({ deep }, ['deep']), null)
  t.equal((JSON.parse(readTags({ long: 'x'.repeat(5000) }, ['long']) ?? '') as { long: string }).long.length, 256)
})
