import t from 'tap'
import { forEachAtOnce } from '../../functions/for-each-at-once.ts'

/** Work that ends when it is told to. */
function gate() {
  const open: (() => void)[] = []
  return { work: () => new Promise<void>((resolve) => open.push(resolve)), waiting: () => open.length, openNext: () => open.shift()?.() }
}

const turns = async () => {
  for (let turn = 0; turn < 5; turn++) await Promise.resolve()
}

t.test('as many items as allowed are under way, and every item is worked on once', async (t) => {
  const { work, waiting, openNext } = gate()
  const seen: number[] = []
  const done = forEachAtOnce([1, 2, 3, 4, 5], 2, (item) => {
    seen.push(item)
    return work()
  })
  for (const expected of [2, 2, 2, 2, 1]) {
    await turns()
    t.equal(waiting(), expected)
    openNext()
  }
  await done
  t.strictSame(seen, [1, 2, 3, 4, 5])
})

t.test('the first error ends it, once what is under way has ended, and nothing new begins', async (t) => {
  const { work, openNext } = gate()
  const seen: number[] = []
  let settled = false
  const done = forEachAtOnce([1, 2, 3, 4], 2, async (item) => {
    seen.push(item)
    if (item === 1) throw new Error('no')
    await work()
  })
  done.catch(() => { settled = true })
  await turns()
  t.equal(settled, false)
  openNext()
  await t.rejects(done, { message: 'no' })
  t.strictSame(seen, [1, 2])
})

t.test('without items there is nothing to wait for', async (t) => {
  await t.resolves(forEachAtOnce([], 4, () => Promise.reject(new Error('never'))))
})
