import { mkdtemp, rm } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { dynamoDbPriceStore } from '../../adapters/dynamodb-price-store.ts'
import { dynamoDbUsageStore } from '../../adapters/dynamodb-usage-store.ts'
import { startEmbeddedDynamoDb } from '../../adapters/embedded-dynamodb.ts'
import { MODEL_PRICING_TABLE, RUN_INTERVAL_MINUTES, USAGE_STATS_TABLE } from '../../domain/contract.ts'
import type { PriceStore } from '../../domain/price-ports.ts'
import type { UsageStore } from '../../domain/ports.ts'
import { computeCost } from '../../functions/compute-cost.ts'
import { runComputeRequest } from '../../functions/run-compute-request.ts'
import { CLAUDE_3_15, priceRecord } from '../fixtures/prices.ts'
import { consumedSince, measuringClient, nothingConsumed, type Consumed } from './consumed-capacity.ts'
import { generatedEvents, type GeneratedUsage } from './generated-usage.ts'

const RUN_MINUTES = RUN_INTERVAL_MINUTES['compute-cost']
const RUN_MS = RUN_MINUTES * 60_000
export const RUNS_PER_HOUR = 60 / RUN_MINUTES
const OPTIONS = { lookBackHours: 48, hoursKept: 400 * 24, tagDimensions: [] }

export interface UsagePipeline {
  readonly usage: UsageStore
  readonly prices: PriceStore
  /** Lets time go by until the next run of compute-cost, with the rows that arrive until then, and does the run. */
  readonly run: () => Promise<Consumed>
  /** Lets all rows arrive that are still to come. */
  readonly arriveAll: () => Promise<void>
  /** Computes all hours anew, wherever they lie. */
  readonly recompute: () => Promise<Consumed>
  /** What some work takes of the database. */
  readonly consumedBy: (work: () => Promise<unknown>) => Promise<Consumed>
  readonly clock: { nowMs: number }
}

/** From the event table to the buckets, with generated events in DuckDB and the embedded DynamoDB, which is asked what it charges. */
export async function withUsagePipeline<T>(generated: GeneratedUsage, work: (pipeline: UsagePipeline) => Promise<T>): Promise<T> {
  const folder = await mkdtemp(join(tmpdir(), 'bench-'))
  const server = await startEmbeddedDynamoDb(folder)
  const consumed = nothingConsumed()
  const client = measuringClient(server.client(), consumed)
  const events = await generatedEvents(join(folder, 'events.duckdb'), generated)
  const usage = dynamoDbUsageStore({ client, name: USAGE_STATS_TABLE }, { hoursKeptDays: 400 })
  const prices = dynamoDbPriceStore({ client, name: MODEL_PRICING_TABLE })
  const clock = { nowMs: generated.from.getTime() }
  const ports = {
    lake: events.lake, usage, prices, clock: () => new Date(clock.nowMs), metrics: { count: () => undefined, gauge: () => undefined },
  }
  const consumedBy = async (work: () => Promise<unknown>) => {
    const before = { ...consumed }
    await work()
    return consumedSince(before, consumed)
  }
  try {
    await prices.append(Array.from({ length: generated.models }, (_, model) => {
      return priceRecord(`us.provider.model-${model}-v1:0`, '2026-01-01T00:00:00Z', CLAUDE_3_15)
    }))
    return await work({
      usage, prices, clock, consumedBy,
      async run() {
        await events.arrive(clock.nowMs, clock.nowMs + RUN_MS)
        clock.nowMs += RUN_MS
        return consumedBy(() => runComputeRequest({ kind: 'run', lookBackHours: null }, ports, OPTIONS))
      },
      arriveAll: () => events.arrive(clock.nowMs, Number.MAX_SAFE_INTEGER),
      recompute: () => consumedBy(() => computeCost(ports, { ...OPTIONS, lookBackHours: null, everyHour: true })),
    })
  } finally {
    await server.close()
    events.close()
    await rm(folder, { recursive: true })
  }
}
