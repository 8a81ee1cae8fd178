import t from 'tap'
import { overallFreshness } from '../../../domain/freshness.ts'
import { freshness } from '../../../server/view-models/freshness.ts'
import { SOURCE_A, SOURCE_B } from '../../fixtures/bucket.ts'

const now = new Date('2026-11-23T20:41:00Z')
const viewOf = (logSource: 's3' | 'folder', ...newest: string[]) => {
  const sources = newest.map((newestEvent, index) => ({ ...(index === 0 ? SOURCE_A : SOURCE_B), newestEvent }))
  return freshness(overallFreshness(sources, false, now.getTime()), now, logSource)
}

t.test('the time is told with its date and zone, and its age in one unit', async (t) => {
  t.match(viewOf('s3', '2026-11-23T20:35:59.123Z'), {
    state: 'fresh', label: 'Data up to 23 Nov 2026, 20:35 UTC', age: '5 min ago', instant: '2026-11-23T20:35:59.123Z', note: null,
  })
})

t.test('without any source there is no data yet', async (t) => {
  t.match(viewOf('s3'), { state: 'none', label: 'No data yet', instant: '', note: null })
})

t.test('a source that stopped is named beside the newest data of all', async (t) => {
  t.match(viewOf('s3', '2026-11-23T20:40:00Z', '2026-11-23T17:30:00Z'), {
    state: 'stale', age: '1 min ago', note: '222233334444 eu-west-1: no calls for 3 h',
  })
  t.match(viewOf('s3', '2026-11-23T20:20:00Z', '2026-11-20T17:30:00Z'), {
    note: '222233334444 eu-west-1: no calls for 3 days, and 1 more behind',
  })
})

t.test('old files in a folder are told of without alarm', async (t) => {
  const view = viewOf('folder', '2026-07-18T00:00:00Z')
  t.match(view, { state: 'stale', quiet: true, age: '128 days ago', note: null })
  t.match(view.explanation, 'A folder of log files is being watched')
  t.notMatch(viewOf('folder', '2026-11-23T20:40:00Z').explanation, 'folder')
})

t.test('that usage is not computed is told wherever the logs come from', async (t) => {
  const overall = overallFreshness([{ ...SOURCE_A, newestEvent: '2026-11-23T20:40:00Z' }], true, now.getTime())
  for (const logSource of ['s3', 'folder'] as const) {
    t.match(freshness(overall, now, logSource), { state: 'stale', newestState: 'fresh', quiet: false, note: 'usage is not being computed' })
  }
})

t.test('who sees some callers only is told of their newest call, not of how far the data reaches', async (t) => {
  const overall = overallFreshness([{ ...SOURCE_A, newestEvent: '2026-11-20T20:00:00.000Z', isPartial: true }], false, now.getTime())
  const view = freshness(overall, now, 's3')
  t.match(view, { state: 'fresh', label: 'Newest call 20 Nov 2026, 20:00 UTC', age: '3 days ago', newestState: 'fresh', note: null })
  t.match(view.explanation, 'Of the calls that you may see')
})
