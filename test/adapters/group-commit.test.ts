import fc from 'fast-check'
import assert from 'node:assert/strict'
import t from 'tap'
import { groupCommit } from '../../adapters/group-commit.ts'

t.test('every item is written exactly once, in order, and no call resolves before its items are', async () => {
  await fc.assert(fc.asyncProperty(fc.scheduler(), fc.array(fc.nat(3), { maxLength: 8 }), async (scheduler, sizes) => {
    const written: number[] = []
    const write = groupCommit<number>(async (items) => {
      await scheduler.schedule(Promise.resolve(), 'write')
      written.push(...items)
    })
    let next = 0
    const calls = sizes.map(async (size) => {
      const items = Array.from({ length: size }, () => next++)
      await scheduler.schedule(Promise.resolve(), 'call')
      await write(items)
      assert.ok(items.every((item) => written.includes(item)))
    })
    await scheduler.waitFor(Promise.all(calls))
    assert.deepEqual([...written].sort((a, b) => a - b), Array.from({ length: next }, (_, item) => item))
  }), { numRuns: 60 })
})

t.test('what is called while a write is under way goes into the next one together', async (t) => {
  const writes: string[][] = []
  const write = groupCommit<string>(async (items) => {
    writes.push([...items])
    await Promise.resolve()
  })
  await Promise.all(['a', 'b', 'c'].map(async (item, index) => {
    for (let turn = 0; turn < index; turn++) await Promise.resolve()
    await write([item])
  }))
  t.strictSame(writes.flat(), ['a', 'b', 'c'])
  t.equal(writes.length, 2)
})

t.test('a write that fails rejects the calls in it and no others', async (t) => {
  const write = groupCommit<string>(async (items) => {
    if (items.includes('bad')) throw new Error('disk full')
  })
  const bad = write(['bad'])
  const along = write(['along'])
  await t.rejects(bad, /disk full/)
  await t.rejects(along, /disk full/)
  await t.resolves(write(['good']))
})
