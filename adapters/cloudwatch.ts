import { type CloudWatchClient, GetMetricDataCommand, type MetricDataQuery } from '@aws-sdk/client-cloudwatch'
import type { LatencyMetrics, LatencyPoint, LatencyQuery } from '../domain/ports.ts'

/** Limit of GetMetricData: queries per call. */
const MAX_QUERIES = 500

const STATISTICS = [['samples', 'SampleCount'], ['p50Ms', 'p50'], ['p90Ms', 'p90']] as const
type Field = (typeof STATISTICS)[number][0]

/** Latency as Bedrock itself reports it to CloudWatch; `clientFor` gives the client of a region. */
export function cloudWatchLatency(clientFor: (region: string) => CloudWatchClient): LatencyMetrics {
  return {
    async timeToFirstToken(query) {
      const client = clientFor(query.region)
      const found = new Map<string, Map<number, Partial<Record<Field, number>>>>()
      const perCall = Math.floor(MAX_QUERIES / STATISTICS.length)
      for (let from = 0; from < query.models.length; from += perCall) {
        await readModels(client, query, query.models.slice(from, from + perCall), (model, field, atMs, value) => {
          const points = found.get(model) ?? new Map<number, Partial<Record<Field, number>>>()
          points.set(atMs, { ...points.get(atMs), [field]: value })
          found.set(model, points)
        })
      }
      const series = [...found].map(([model, points]) => [model, inOrder(points)] as const)
      return new Map(series.filter(([, points]) => points.length > 0))
    },
  }
}

type Take = (model: string, field: Field, atMs: number, value: number) => void

async function readModels(client: CloudWatchClient, query: LatencyQuery, models: readonly string[], take: Take): Promise<void> {
  const series = models.flatMap((model) => STATISTICS.map(([field, statistic]) => ({ model, field, statistic })))
  const MetricDataQueries = series.map(({ model, statistic }, index): MetricDataQuery => ({
    Id: `m${index}`,
    MetricStat: {
      Metric: { Namespace: 'AWS/Bedrock', MetricName: 'TimeToFirstToken', Dimensions: [{ Name: 'ModelId', Value: model }] },
      Period: query.periodSeconds,
      Stat: statistic,
    },
  }))
  let token: string | undefined
  do {
    const page = await client.send(new GetMetricDataCommand({
      MetricDataQueries,
      StartTime: new Date(query.fromMs),
      EndTime: new Date(query.toMs),
      ScanBy: 'TimestampAscending',
      ...(token === undefined ? {} : { NextToken: token }),
    }))
    for (const { Id, Timestamps = [], Values = [] } of page.MetricDataResults ?? []) {
      const of = series[Number(Id?.slice(1))]
      if (of === undefined) continue
      Timestamps.forEach((timestamp, index) => take(of.model, of.field, timestamp.getTime(), Values[index] ?? 0))
    }
    token = page.NextToken
  } while (token !== undefined)
}

/** Points of which every statistic has arrived. */
function inOrder(points: ReadonlyMap<number, Partial<Record<Field, number>>>): LatencyPoint[] {
  return [...points].sort(([a], [b]) => a - b).flatMap(([startMs, { samples, p50Ms, p90Ms }]) => {
    if (samples === undefined || p50Ms === undefined || p90Ms === undefined) return []
    return [{ startMs, samples, p50Ms, p90Ms }]
  })
}
