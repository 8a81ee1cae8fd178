import t from 'tap'
import { readLookBackDays } from '../../domain/aggregate-request.ts'

const LIMITS = { days: 40, hoursKeptDays: 400 }

t.test('days are those of the event, or the usual ones', async (t) => {
  t.equal(readLookBackDays({}, LIMITS), 40)
  t.equal(readLookBackDays({ 'detail-type': 'Scheduled Event', source: 'aws.scheduler' }, LIMITS), 40)
  t.equal(readLookBackDays({ lookBackDays: 399 }, LIMITS), 399)
})

t.test('days whose hours may be gone are never looked at', async (t) => {
  t.throws(() => readLookBackDays({ lookBackDays: 400 }, LIMITS), /the event is not usable: lookBackDays: /)
  t.equal(readLookBackDays({}, { days: 40, hoursKeptDays: 30 }), 29)
})

t.test('anything else is refused', async (t) => {
  for (const event of [{ days: 3 }, { lookBackDays: 1.5 }, [], null]) {
    t.throws(() => readLookBackDays(event, LIMITS), /the event is not usable/)
  }
})
