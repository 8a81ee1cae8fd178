import t from 'tap'
import { boundedStore } from '../../server/bounded-store.ts'

async function* items(...answers: (() => Promise<number>)[]) {
  for (const answer of answers) yield await answer()
}

const never = () => new Promise<number>(() => undefined)

async function collect(numbers: AsyncIterable<number>): Promise<number[]> {
  const all: number[] = []
  for await (const number of numbers) all.push(number)
  return all
}

t.test('answers and items come through as they are, and what is no method stays', async (t) => {
  const store = boundedStore({ add: async (a: number, b: number) => a + b, list: () => items(async () => 1, async () => 2), name: 'x' }, 50)
  t.equal(await store.add(1, 2), 3)
  t.same(await collect(store.list()), [1, 2])
  t.equal(store.name, 'x')
})

t.test('a failure is one of the store, with its cause', async (t) => {
  const cause = new Error('no route')
  const store = boundedStore({ get: () => Promise.reject(cause), list: () => items(async () => 1, () => Promise.reject(cause)) }, 50)
  await t.rejects(store.get(), { name: 'StoreUnavailable', statusCode: 503, cause })
  await t.rejects(collect(store.list()), { name: 'StoreUnavailable', cause })
})

t.test('what gives no answer fails in time, item by item, and others then fail without waiting', async (t) => {
  for (const hang of ['get', 'list'] as const) {
    const store = boundedStore({ get: never, list: () => items(async () => 1, never), well: async () => 1 }, 30)
    const hanging: Promise<unknown> = hang === 'get' ? store.get() : collect(store.list())
    await t.rejects(hanging, /did not answer within 30 ms/)
    await t.rejects(store.well(), { name: 'StoreUnavailable', message: 'the store did not answer a moment ago' })
  }
})

t.test('an answer that came in while the process was busy counts', async (t) => {
  const store = boundedStore({ get: () => new Promise((resolve) => setTimeout(resolve, 5, 'there')) }, 20)
  const answer = store.get()
  for (const startMs = performance.now(); performance.now() - startMs < 60;);
  t.equal(await answer, 'there')
})
