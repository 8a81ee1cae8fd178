import t from 'tap'
import { simulate } from './simulate.ts'

t.test('whatever went wrong, one clean run makes every number exactly right, and another one has nothing to do', async (t) => {
  await simulate(t, 2, 2)
})
