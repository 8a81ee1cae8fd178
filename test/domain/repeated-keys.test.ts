import t from 'tap'
import { repeatedKeys } from '../../domain/repeated-keys.ts'

const CASES: [json: string, found: { key: string; entries: number }[]][] = [
  ['{"a": {"x": 1}, "b": {"x": 1}}', []],
  ['{"a": 1, "b": 2, "a": 3}', [{ key: 'a', entries: 2 }]],
  ['{"a": {"x": 1, "x": 2}}', [{ key: 'x', entries: 1 }]],
  ['{"a": {"x": 1, "\\u0078": 2}}', [{ key: 'x', entries: 1 }]],
  ['{"a": [{"x": 1}, {"x": 1}, "x", "x"], "c": "a"}', []],
  ['{"a": "{\\"a\\": 1, \\"a\\": 2}"}', []],
  ['{"a" : 1, "a"\n: 2}', [{ key: 'a', entries: 2 }]],
]

t.test('names that an object has twice are found with the entries that they are in', async (t) => {
  for (const [json, found] of CASES) {
    t.same(repeatedKeys(json).map(({ key, entries }) => ({ key, entries: entries.length })), found, json)
  }
})
