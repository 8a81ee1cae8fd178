import t from 'tap'
import { emptyMeasures } from '../../../domain/cell.ts'
import { overallFreshness } from '../../../domain/freshness.ts'
import type { PipelineReport } from '../../../server/pipeline-report.ts'
import { coverage } from '../../../server/view-models/pipeline-coverage.ts'

const now = new Date('2026-11-23T20:41:00Z')
const run = {
  kind: 'compute-cost', startedAt: '2026-11-23T20:40:00Z', finishedAt: '2026-11-23T20:40:30Z', outcome: 'ok', dataUpTo: null,
  bucketsWritten: 0, message: null,
} as const

function reportOf(newest: readonly string[], overrides: Partial<PipelineReport> = {}): PipelineReport {
  const sources = newest.map((newestEvent, index) => ({ accountId: `11112222333${index}`, region: 'us-east-1', newestEvent }))
  return {
    freshness: overallFreshness(sources, false, now.getTime()), sources: [], today: { records: 0, duplicates: 0, requests: 0 },
    runs: [{ kind: 'compute-cost', run, state: 'ok' }],
    quarantine: { isPartial: false, objects: 0, lines: 0, today: 0, linesByReason: new Map(), latest: [] }, unpriced: [], ...overrides,
  }
}

const titles = (report: PipelineReport) => coverage(report, now, 's3').map(({ tone, title }) => `${tone}: ${title}`)
const NOT_LOGGED = 'info: What Bedrock does not log is not here'
const FRESH = '2026-11-23T20:40:00Z'

t.test('what logs never hold is always said, and nothing else where all is well', async (t) => {
  t.same(titles(reportOf([FRESH])), [NOT_LOGGED])
})

t.test('silent sources are a warning while late, and bad once stale; a few are named', async (t) => {
  t.same(titles(reportOf([FRESH, '2026-11-23T20:10:00Z'])), ['warn: No calls from 1 source', NOT_LOGGED])
  const five = reportOf([...Array.from({ length: 5 }, () => '2026-11-23T10:00:00Z'), FRESH])
  t.equal(titles(five)[0], 'bad: No calls from 5 sources')
  t.match(coverage(five, now, 's3')[0]?.text, '111122223330 us-east-1 for 10 h, 111122223331 us-east-1 for 10 h, 111122223332 us-east-1 for 10 h and 2 more.')
})

t.test('a run that failed or is overdue says what follows from it; one that never was does not', async (t) => {
  const cases: [PipelineReport['runs'][number], string[]][] = [
    [{ kind: 'compute-cost', run, state: 'overdue' }, ['bad: Runs of compute-cost are overdue', NOT_LOGGED]],
    [{ kind: 'sync-pricing', run: { ...run, kind: 'sync-pricing' }, state: 'failed' }, ['bad: The last run of sync-pricing failed', NOT_LOGGED]],
    [{ kind: 'sync-pricing', run: null, state: 'never' }, [NOT_LOGGED]],
  ]
  for (const [report, expected] of cases) t.same(titles(reportOf([FRESH], { runs: [report] })), expected)
})

t.test('lines in quarantine are a warning, and those of an unknown form another', async (t) => {
  const quarantine = (linesByReason: [string, number][]) => ({
    isPartial: false, objects: 2, lines: 3, today: 0, linesByReason: new Map(linesByReason), latest: [],
  })
  t.same(titles(reportOf([FRESH], { quarantine: quarantine([['not_json', 3]]) })), ['warn: 3 lines could not be read', NOT_LOGGED])
  t.same(titles(reportOf([FRESH], { quarantine: quarantine([['bad_field', 1], ['bad_count', 1], ['not_json', 1]]) })), [
    'warn: 3 lines could not be read', 'warn: 2 records of an unknown form', NOT_LOGGED,
  ])
})

t.test('calls without a price and profiles without a model are told with their number', async (t) => {
  const row = (model: string, modelScope: string, unpricedCalls: number, partialCalls: number) => ({
    keys: { model, modelScope }, errors: 0, measures: { ...emptyMeasures(), calls: 2_000, unpricedCalls, partialCalls },
  })
  t.same(titles(reportOf([FRESH], { unpriced: [row('a', 'us', 1_000, 1)] })), [
    'warn: 1,001 calls not or not fully priced in the last 30 days of usage', NOT_LOGGED,
  ])
  t.same(titles(reportOf([FRESH], { unpriced: [row('application-inference-profile/x', 'application-profile', 1, 0)] })), [
    'warn: 1 call not or not fully priced in the last 30 days of usage', 'warn: 1 application inference profile without a known model', NOT_LOGGED,
  ])
})

t.test('a folder of files is told of, whatever its age, and raises no alarm', async (t) => {
  const items = coverage(reportOf(['2026-07-18T00:00:00Z']), now, 'folder')
  t.same(items.map(({ tone }) => tone), ['info', 'info'])
  t.match(items[0]?.text, 'Its newest call was made 128 days ago')
  t.match(coverage(reportOf([]), now, 'folder')[0]?.text, 'No call was found in it so far')
})
