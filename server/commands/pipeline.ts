import { readFileSync } from 'node:fs'
import { directoryLogObjects } from '../../adapters/directory.ts'
import { openLocal, type WritePorts } from '../../adapters/open-ports.ts'
import { DEFAULT_ATTRIBUTION } from '../../domain/attribution.ts'
import { recordsFromLiteLlm } from '../../domain/litellm.ts'
import { OWN_PRICE_RECORDS } from '../../domain/own-price-book.ts'
import type { LogObjects } from '../../domain/ports.ts'
import type { PriceRecord } from '../../domain/price-record.ts'
import { runPipeline } from '../embedded.ts'
import { instantOption, runCommand, UsageError } from './cli.ts'
import { dataState, type DataState } from './data-state.ts'
import { pipelineProgress } from './pipeline-progress.ts'

/** Without a date of their own, prices of a file hold for all of time: then the same file gives the same records every time. */
const ALWAYS = '1970-01-01T00:00:00Z'

await runCommand({
  name: 'npm run pipeline --',
  synopsis: '--logs DIR --data DIR [--prices FILE [--prices-effective INSTANT]] [--json]',
  help: `
Reads the invocation logs in a folder and brings the usage in a data folder up to date. Running it again, also after it was
interrupted, continues where it stands and ends at the same numbers.

  --logs DIR                   folder with log objects (.json.gz) as Bedrock lays them out in a bucket; other files are ignored
  --data DIR                   where to keep events, usage and prices; made if it is not there
  --prices FILE                price with exactly this file, in LiteLLM's format, instead of the built-in price list
  --prices-effective INSTANT   from when on the prices in FILE hold, e.g. 2026-07-01T00:00:00Z; calls of up to 90 days before
                               are priced with them too, earlier ones stay unpriced. Without it they hold for all calls.
  --json                       print one JSON object instead of a summary

A data folder keeps the prices that it was given last. The JSON object says what the data folder holds after the run:
log objects seen, records (raw events), requests (without duplicates), duplicates, quarantined lines, from and to (start of
the first hour and end of the last hour with events) and total; and what the run did: bucketsWritten, seconds, recordsPerSecond.

Exit code: 0 done, 1 failed, 2 called wrongly.`,
  options: {
    logs: { type: 'string' },
    data: { type: 'string' },
    prices: { type: 'string' },
    'prices-effective': { type: 'string' },
    json: { type: 'boolean', default: false },
  },
  async run(values) {
    if (values.logs === undefined) throw new UsageError('--logs DIR is missing')
    if (values.data === undefined) throw new UsageError('--data DIR is missing')
    const records = priceRecords(values.prices, values['prices-effective'])
    const objects = directoryLogObjects(values.logs)
    const startedMs = performance.now()
    const ports = await openLocal(values.data, { mode: 'write', onWait: (message) => process.stderr.write(`${message}\n`) })
    try {
      await setPrices(ports, records)
      const run = await runShowingProgress(ports, objects)
      const state = await dataState(ports, new Date())
      const seconds = Math.round(performance.now() - startedMs) / 1000
      const done = { bucketsWritten: run.bucketsWritten, seconds, recordsPerSecond: Math.round(run.records / seconds) }
      process.stdout.write(values.json ? `${JSON.stringify({ ...state, ...done })}\n` : summary(state, run.records, done))
    } finally {
      await ports.close()
    }
  },
})

function priceRecords(file: string | undefined, effective: string | undefined): PriceRecord[] | null {
  if (file === undefined && effective !== undefined) throw new UsageError('--prices-effective goes with --prices FILE')
  if (file === undefined) return null
  const effectiveFrom = instantOption('prices-effective', effective ?? ALWAYS).toISOString()
  let text: string
  try {
    text = readFileSync(file, 'utf8')
  } catch {
    throw new UsageError(`--prices: cannot read ${file}`)
  }
  return recordsFromLiteLlm(text, { effectiveFrom, recordedAt: effectiveFrom })
}

async function setPrices({ prices }: WritePorts, records: PriceRecord[] | null): Promise<void> {
  if (records !== null) await prices.replaceAll(records)
  else if ((await prices.read()).version === 0) await prices.append(OWN_PRICE_RECORDS)
}

async function runShowingProgress(ports: WritePorts, objects: LogObjects) {
  const progress = pipelineProgress()
  try {
    return await runPipeline(ports, objects, { policy: DEFAULT_ATTRIBUTION, clock: () => new Date(), onProgress: progress.show })
  } finally {
    progress.end()
  }
}

function summary(
  state: DataState, newRecords: number, { bucketsWritten, seconds, recordsPerSecond }: Record<'bucketsWritten' | 'seconds' | 'recordsPerSecond', number>,
): string {
  const { objects, records, requests, duplicates, quarantined, from, to, total } = state
  const count = (number: number) => number.toLocaleString('en-US')
  return [
    `${count(objects)} log objects, ${count(records)} records: ${count(requests)} requests, ${count(duplicates)} duplicates` +
      `, ${count(quarantined)} lines quarantined`,
    from === null ? 'no usage yet' : `usage from ${from} to ${to}: ${total.costUsd} USD` +
      (total.unpricedCalls === 0 ? '' : `, ${count(total.unpricedCalls)} calls not or not fully priced`),
    `${count(newRecords)} new records and ${count(bucketsWritten)} buckets written in ${seconds} s (${count(recordsPerSecond)} records/s)`,
    '',
  ].join('\n')
}
