import { openAggregateStatsPorts } from '../adapters/aws-aggregate-stats.ts'
import { lambdaHandler } from '../adapters/lambda-handler.ts'
import { readLookBackDays } from '../domain/aggregate-request.ts'
import { aggregateStats } from './aggregate-stats.ts'

/** See readLookBackDays for what an event may ask for. */
export const handler = lambdaHandler('aggregate-stats', openAggregateStatsPorts, async (event: unknown, ports, { log }) => {
  const lookBackDays = readLookBackDays(event, { days: ports.lookBackDays, hoursKeptDays: ports.hoursKeptDays })
  const { bucketsWritten } = await aggregateStats(ports, { lookBackDays })
  ports.metrics.count('bucketsWritten', bucketsWritten)
  log.info('done', { bucketsWritten })
  return { bucketsWritten }
})
