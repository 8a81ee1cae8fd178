import t from 'tap'
import { perKey } from '../../adapters/per-key.ts'

t.test('a key gets its value once and the same one ever after', async (t) => {
  const made: string[] = []
  const clientFor = perKey((region) => ({ region, number: made.push(region) }))
  t.equal(clientFor('us-east-1'), clientFor('us-east-1'))
  t.equal(clientFor('eu-west-1').number, 2)
  t.same(made, ['us-east-1', 'eu-west-1'])
})

t.test('a value that cannot be made is tried again', async (t) => {
  let fails = true
  const value = perKey(() => {
    if (fails) throw new Error('not yet')
    return 1
  })
  t.throws(() => value('a'), /not yet/)
  fails = false
  t.equal(value('a'), 1)
})
