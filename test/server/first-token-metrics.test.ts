import t from 'tap'
import type { LatencyMetrics, LatencyPoint, LatencyQuery } from '../../domain/ports.ts'
import { firstTokenReader, type FirstTokenQuestion } from '../../server/first-token-metrics.ts'
import { SOURCE_A, SOURCE_B } from '../fixtures/bucket.ts'

const SPAN = { fromMs: 0, toMs: 7_200_000, periodSeconds: 3_600 }
const POINT: LatencyPoint = { startMs: 0, samples: 4, p50Ms: 100, p90Ms: 300 }
const QUESTIONS: FirstTokenQuestion[] = [
  { source: SOURCE_A, references: new Map([['us.m', 'm'], ['m', 'm']]) }, { source: SOURCE_B, references: new Map([['eu.m', 'm']]) },
]

function recorder(answer: (query: LatencyQuery) => Promise<Map<string, LatencyPoint[]>>) {
  const asked: LatencyQuery[] = []
  const metrics: LatencyMetrics = {
    timeToFirstToken(query) {
      asked.push(query)
      return answer(query)
    },
  }
  return { metrics, asked }
}

const onePointEach = async ({ models }: LatencyQuery) => new Map(models.map((model) => [model, [POINT]]))

t.test('points of every reference and source come together by model', async (t) => {
  const { metrics, asked } = recorder(onePointEach)
  const found = await firstTokenReader(() => metrics, () => new Date(0))(QUESTIONS, SPAN)
  t.strictSame(found, { state: 'ok', points: new Map([['m', [POINT, POINT, POINT]]]) })
  t.strictSame(asked.map(({ region, models }) => [region, models]), [['us-east-1', ['us.m', 'm']], ['eu-west-1', ['eu.m']]])
})

t.test('nobody is asked where there is no port, no right to an account, or no question', async (t) => {
  const { metrics, asked } = recorder(onePointEach)
  const none = { state: 'none', points: new Map() }
  t.strictSame(await firstTokenReader(null, () => new Date(0))(QUESTIONS, SPAN), none)
  t.strictSame(await firstTokenReader(() => null, () => new Date(0))(QUESTIONS, SPAN), none)
  t.strictSame(await firstTokenReader(() => metrics, () => new Date(0))([{ source: SOURCE_A, references: new Map() }], SPAN), none)
  t.strictSame(asked, [])
})

t.test('the same question within a minute is not asked again', async (t) => {
  const { metrics, asked } = recorder(onePointEach)
  let nowMs = 0
  const read = firstTokenReader(() => metrics, () => new Date(nowMs))
  for (const [atMs, times] of [[0, 1], [59_000, 1], [60_000, 2], [61_000, 2]] as const) {
    nowMs = atMs
    await read(QUESTIONS.slice(0, 1), SPAN)
    t.equal(asked.length, times, `after ${atMs} ms`)
  }
  await read(QUESTIONS.slice(0, 1), { ...SPAN, toMs: 3_600_000 })
  t.equal(asked.length, 3, 'another span is another question')
})

t.test('a source that fails is left out, said so, and asked again', async (t) => {
  let isBroken = true
  const { metrics, asked } = recorder((query) => query.region === 'eu-west-1' && isBroken ? Promise.reject(new Error('denied')) : onePointEach(query))
  const read = firstTokenReader(() => metrics, () => new Date(0))
  t.strictSame(await read(QUESTIONS, SPAN), { state: 'failed', points: new Map([['m', [POINT, POINT]]]) })
  isBroken = false
  t.equal((await read(QUESTIONS, SPAN)).state, 'ok')
  t.equal(asked.length, 3)
})

t.test('a source that does not answer holds nobody up', async (t) => {
  const { metrics } = recorder(({ region }) => region === 'eu-west-1' ? new Promise(() => {}) : onePointEach({ ...SPAN, region, models: ['us.m'] }))
  const found = await firstTokenReader(() => metrics, () => new Date(0), 1)(QUESTIONS, SPAN)
  t.strictSame(found, { state: 'failed', points: new Map([['m', [POINT]]]) })
})
