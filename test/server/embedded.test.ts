import t, { type Test } from 'tap'
import { openLocal, type WritePorts } from '../../adapters/open-ports.ts'
import { DEFAULT_ATTRIBUTION } from '../../domain/attribution.ts'
import { dataState } from '../../server/commands/data-state.ts'
import { type PipelinePorts, runPipeline, watch } from '../../server/embedded.ts'
import { Died, faulty } from '../fixtures/faulty.ts'
import { answered } from '../fixtures/log-record.ts'
import { memoryLogObjects } from '../fixtures/memory-log-objects.ts'
import { CLAUDE_3_15, priceRecord } from '../fixtures/prices.ts'

const NOW = new Date('2026-07-20T12:00:00Z')
const OPTIONS = { policy: DEFAULT_ATTRIBUTION, clock: () => NOW }
const FOLDER = 'AWSLogs/111122223333/BedrockModelInvocationLogs/us-east-1/2026/07/18/05'

function line(requestId: string, timestamp = '2026-07-18T05:06:07Z'): string {
  return JSON.stringify(answered({}, { requestId, timestamp, modelId: 'us.anthropic.claude-sonnet-4-6' }))
}

function key(number: number): string {
  return `${FOLDER}/20260718T050600000Z_${String(number).padStart(16, '0')}.json.gz`
}

/** A request twice in one object, once more in the next one and hour, a bad line, today's, and what is no log. */
const LOGS = {
  [key(1)]: [line('a'), line('a'), line('b')],
  [key(2)]: [line('a', '2026-07-18T06:00:00Z'), 'no JSON', line('c', '2026-07-18T06:30:00Z')],
  [key(3)]: [line('d', '2026-07-20T11:00:00Z')],
  [`${FOLDER}/data/x_input.json.gz`]: ['{"prompt": "secret"}'],
  [`${FOLDER}/amazon-bedrock-logs-permission-check`]: [''],
}

async function open(t: Test): Promise<WritePorts> {
  const ports = await openLocal(t.testdir(), { mode: 'write' })
  t.teardown(() => ports.close())
  await ports.prices.append([priceRecord('us.anthropic.claude-sonnet-4-6', '2026-01-01T00:00:00Z', CLAUDE_3_15)])
  return ports
}

t.test('a run ends with every request counted once and priced', async (t) => {
  const ports = await open(t)
  t.match(await runPipeline(ports, memoryLogObjects(LOGS), OPTIONS), { objects: 3, records: 6 })
  t.match(await dataState(ports, NOW), {
    objects: 3, records: 6, requests: 4, duplicates: 2, quarantined: 1, from: '2026-07-18T05:00:00Z', to: '2026-07-20T12:00:00Z',
    total: { calls: 4, inputTokens: 40, outputTokens: 20, costUsd: '0.00042', unpricedCalls: 0 },
  })
})

t.test('a second run finds nothing to do', async (t) => {
  const ports = await open(t)
  const objects = memoryLogObjects(LOGS)
  await runPipeline(ports, objects, OPTIONS)
  const { position } = await ports.usage.changesSince(0)
  t.strictSame(await runPipeline(ports, objects, OPTIONS), { objects: 0, records: 0, bucketsWritten: 0 })
  t.equal((await ports.usage.changesSince(0)).position, position)
})

t.test('new objects are added, and what is new in one that has changed', async (t) => {
  const ports = await open(t)
  const objects = memoryLogObjects(LOGS)
  await runPipeline(ports, objects, OPTIONS)
  objects.objects.set(key(1), [line('a'), line('e')])
  objects.objects.set(key(4), [line('f')])
  t.match(await runPipeline(ports, objects, OPTIONS), { objects: 2, records: 3 })
  t.match(await dataState(ports, NOW), { objects: 4, records: 9, requests: 6, total: { calls: 6 } })
})

const FAULTS: { [P in keyof PipelinePorts]?: (keyof PipelinePorts[P])[] } = {
  ledger: ['parsed', 'begin', 'record'],
  sink: ['append'],
  quarantine: ['replace'],
  lake: ['countRecords'],
  usage: ['nextGeneration', 'intend', 'writeBucket', 'announce', 'noteSource', 'saveRun', 'lastRun'],
}

t.test('wherever a run dies, the next one ends at the same state', async (t) => {
  const whole = await open(t)
  await runPipeline(whole, memoryLogObjects(LOGS), OPTIONS)
  const expected = await dataState(whole, NOW)
  for (const [port, names] of Object.entries(FAULTS) as [keyof PipelinePorts, never[]][]) {
    for (const name of names) {
      await t.test(`${port}.${String(name)}`, async (t) => {
        const ports = await open(t)
        const objects = memoryLogObjects(LOGS)
        let deaths = 0
        // One run after another dies at the first such call, or after it, or at a later one, until one comes through.
        for (const [left, after] of [[0, false], [0, true], [1, true]] as const) {
          const mortal = { ...ports, [port]: faulty(ports[port], [name], { left, after }) }
          await runPipeline(mortal, objects, OPTIONS).catch((error: unknown) => {
            if (!(error instanceof Died)) throw error
            deaths++
          })
        }
        t.ok(deaths > 0, 'it did die')
        await runPipeline(ports, objects, OPTIONS)
        t.strictSame(await dataState(ports, NOW), expected)
      })
    }
  }
})

t.test('watching runs again and again, one run at a time, also after one that failed, until told to stop', async (t) => {
  const ports = await open(t)
  const objects = memoryLogObjects({})
  const stop = new AbortController()
  const errors: unknown[] = []
  let running = 0
  let runs = 0
  const list = objects.list.bind(objects)
  const source = {
    ...objects,
    async *list() {
      t.equal(++running, 1)
      if (++runs === 2) {
        running--
        throw new Error('folder is gone')
      }
      yield* list()
    },
  }
  await watch(ports, source, {
    ...OPTIONS, intervalMs: 1, signal: stop.signal,
    onRun: () => {
      running--
      if (runs === 4) stop.abort()
    },
    onError: (error) => errors.push(error),
  })
  t.equal(runs, 4)
  t.match(errors, [{ message: 'folder is gone' }])
})
