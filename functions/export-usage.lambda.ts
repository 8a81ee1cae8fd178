import { openExportUsagePorts } from '../adapters/aws-export-usage.ts'
import { lambdaHandler } from '../adapters/lambda-handler.ts'
import { hourOf } from '../domain/calendar.ts'
import { readExportRequest } from '../domain/export-request.ts'
import { exportUsage } from './export-usage.ts'

/** No day begins with less time left than that. */
const RESERVE_MS = 120_000

/** See readExportRequest for what an event may ask for. A run that runs out of time answers with the event of the rest. */
export const handler = lambdaHandler('export-usage', openExportUsagePorts, async (event: unknown, ports, { log, clock, remainingMs }) => {
  const { format, accountNames, lookBackDays } = ports
  const days = readExportRequest(event, { nowHour: hourOf(clock().getTime()), lookBackDays })
  const shouldStop = () => remainingMs() < RESERVE_MS
  const { written, unchanged, next } = await exportUsage(ports, { ...days, format, accountNames, shouldStop })
  ports.metrics.count('filesWritten', written.length)
  log.info('done', { filesWritten: written.length, unchanged, finished: next === null })
  return { filesWritten: written.length, unchanged, next: next === null ? null : { from: days.fromDay, to: next } }
})
