import t from 'tap'
import { FULL_ACCESS } from '../../domain/access.ts'
import type { QuarantinedObject } from '../../domain/ports.ts'
import { quarantineData } from '../../server/quarantine-data.ts'
import { logKey } from '../fixtures/log-key.ts'

const line = (number: number, reason = 'not_json') => ({ line: number, reason, field: null })
const OBJECTS: QuarantinedObject[] = [
  { key: logKey('111122223333', 'us-east-1', 5), at: '2026-11-22T10:00:00.000Z', lines: [line(1), line(2, 'bad_count')] },
  { key: `s3://logs/${logKey('111122223333', 'us-east-1', 6)}`, at: '2026-11-23T10:00:00.000Z', lines: [line(9)] },
  { key: logKey('222233334444', 'eu-west-1', 7), at: '2026-11-23T11:00:00.000Z', lines: [line(3)] },
  { key: 's3://elsewhere/x.json.gz', at: '2026-11-23T12:00:00.000Z', lines: [line(1, 'foreign_bucket')] },
]

function listing(objects: readonly QuarantinedObject[] = OBJECTS) {
  const looks = { count: 0 }
  return {
    looks,
    async *list() {
      looks.count++
      yield* objects
    },
  }
}

t.test('lines are counted by source, day and reason, and the latest come first', async (t) => {
  const [first] = await quarantineData(listing(), () => new Date(0)).sources(FULL_ACCESS)
  t.match(first, { source: { accountId: '111122223333', region: 'us-east-1' }, objects: 2, lines: 3 })
  t.same([...first?.linesByDay ?? []], [['2026-11-22', 2], ['2026-11-23', 1]])
  t.same([...first?.linesByReason ?? []], [['not_json', 2], ['bad_count', 1]])
  t.same(first?.latest.map(({ line }) => line), [9, 1, 2])
})

t.test('nobody sees more than access allows, and what is of no known account only who sees all', async (t) => {
  const accounts = async (allowed: 'all' | string[]) => {
    const sources = await quarantineData(listing(), () => new Date(0)).sources({ role: 'viewer', grants: [{ accounts: allowed, callers: 'all' }] })
    return sources.map(({ source }) => source?.accountId ?? null)
  }
  t.same(await accounts('all'), ['111122223333', '222233334444', null])
  t.same(await accounts(['222233334444']), ['222233334444'])
  t.same(await accounts([]), [])
})

t.test('one look answers all requests of ten seconds, and a failed one is repeated', async (t) => {
  let now = 0
  const quarantine = listing()
  const data = quarantineData(quarantine, () => new Date(now))
  await Promise.all([data.sources(FULL_ACCESS), data.sources(FULL_ACCESS)])
  now = 9_999
  await data.sources(FULL_ACCESS)
  t.equal(quarantine.looks.count, 1)
  now = 10_000
  await data.sources(FULL_ACCESS)
  t.equal(quarantine.looks.count, 2)

  let fails = true
  const shaky = quarantineData({
    async *list() {
      if (fails) throw new Error('not now')
      yield* OBJECTS
    },
  }, () => new Date(0))
  await t.rejects(shaky.sources(FULL_ACCESS), /not now/)
  fails = false
  t.equal((await shaky.sources(FULL_ACCESS)).length, 3)
})

t.test('of thousands of lines just the latest are kept', async (t) => {
  const lines = Array.from({ length: 5_000 }, (_, index) => line(index + 1))
  const [only] = await quarantineData(listing([{ key: logKey('111122223333', 'us-east-1', 5), at: '2026-11-22T10:00:00.000Z', lines }]), () => new Date(0))
    .sources(FULL_ACCESS)
  t.equal(only?.lines, 5_000)
  t.same(only?.latest.map(({ line }) => line), lines.slice(0, 20).map(({ line }) => line))
})
