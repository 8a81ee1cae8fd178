import t from 'tap'
import { hourOf } from '../../domain/calendar.ts'
import { eventOfRest, readComputeRequest } from '../../domain/compute-request.ts'

const FROM = '2026-07-18T05:30:00Z'
const TO = '2026-07-19T05:30:00+01:00'
const [FIRST, END] = [hourOf(Date.parse('2026-07-18T05:00:00Z')), hourOf(Date.parse('2026-07-19T05:00:00Z'))]

const READ: [event: unknown, request: object][] = [
  [{}, { kind: 'run', lookBackHours: null }],
  [{ version: '0', 'detail-type': 'Scheduled Event', source: 'aws.scheduler', detail: {} }, { kind: 'run', lookBackHours: null }],
  [{ lookBackHours: 840 }, { kind: 'run', lookBackHours: 840 }],
  [{ from: FROM, to: TO }, { kind: 'backfill', from: FIRST, to: END }],
  [{ reprice: { from: FROM, to: TO } }, { kind: 'reprice', from: FIRST, to: END }],
  [{ reprice: { from: FROM } }, { kind: 'reprice', from: FIRST, to: null }],
  [{ reprice: {} }, { kind: 'reprice', from: null, to: null }],
  [{ recompute: { from: FROM } }, { kind: 'recompute', from: FIRST, to: null }],
]
for (const [event, request] of READ) {
  t.test(`${JSON.stringify(event)} is understood`, async (t) => t.same(readComputeRequest(event), request))
}

const REFUSED: [event: unknown, message: RegExp][] = [
  [null, /the event is not usable: .*expected object/],
  ['2026-07-18', /expected object/],
  [{ lookBackHours: 0 }, /lookBackHours: /],
  [{ lookback: 5 }, /lookback/],
  [{ from: FROM }, /to: /],
  [{ from: '2026-07-18', to: TO }, /from: wants an instant such as 2026-07-18T00:00:00Z/],
  [{ from: TO, to: FROM }, /from: wants an instant before that of "to"/],
  [{ from: FROM, to: TO, force: true }, /force/],
  [{ reprice: { since: FROM } }, /reprice: .*since/],
  [{ reprice: true }, /reprice: /],
]
for (const [event, message] of REFUSED) {
  t.test(`${JSON.stringify(event)} is refused`, async (t) => {
    t.throws(() => readComputeRequest(event), { message })
  })
}

t.test('the event of what is left asks for just that', async (t) => {
  for (const kind of ['backfill', 'reprice', 'recompute'] as const) {
    const rest = { from: FIRST + 3, to: END }
    t.same(readComputeRequest(eventOfRest(kind, rest)), { kind, ...rest })
  }
})
