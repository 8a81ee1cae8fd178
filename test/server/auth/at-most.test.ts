import t from 'tap'
import { atMost } from '../../../server/auth/at-most.ts'

t.test('so much is done at once, so much waits in line, and the rest is turned away', async (t) => {
  const run = atMost(2, 3)
  const started: number[] = []
  const finish: (() => void)[] = []
  const work = (i: number) => run(async () => {
    started.push(i)
    await new Promise<void>((resolve) => { finish[i] = resolve })
    if (i === 1) throw new Error('failed')
    return i
  })
  const all = [0, 1, 2, 3, 4].map((i) => work(i).catch((error: unknown) => (error as Error).message))
  await t.rejects(work(5), { name: 'TooMany' })
  t.same(started, [0, 1])
  finish[1]?.()
  t.equal(await all[1], 'failed')
  t.same(started, [0, 1, 2], 'one that fails makes room too')
  finish[0]?.()
  finish[2]?.()
  t.same([await all[0], await all[2]], [0, 2])
  t.same(started, [0, 1, 2, 3, 4])
  finish[3]?.()
  finish[4]?.()
  await Promise.all(all)
  const again = run(async () => 'done')
  t.equal(await again, 'done', 'and it goes on from the start')
})
