import { openComputeCostPorts } from '../adapters/aws-compute-cost.ts'
import { lambdaHandler } from '../adapters/lambda-handler.ts'
import { readComputeRequest } from '../domain/compute-request.ts'
import { runComputeRequest } from './run-compute-request.ts'

/** No query begins with less time left than that. */
const RESERVE_MS = 30_000

/** See readComputeRequest for what an event may ask for. A backfill that runs out of time answers with the event of the rest. */
export const handler = lambdaHandler('compute-cost', openComputeCostPorts, async (event: unknown, ports, { log, remainingMs }) => {
  const shouldStop = () => remainingMs() < RESERVE_MS
  const { lookBackHours, hoursKept, inRegionFix, tagDimensions } = ports
  const options = { lookBackHours, hoursKept, inRegionFix, tagDimensions, shouldStop }
  const result = await runComputeRequest(readComputeRequest(event), ports, options)
  log.info('done', { bucketsWritten: result.bucketsWritten, finished: result.next === null })
  return result
})
