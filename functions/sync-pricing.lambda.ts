import { z } from 'zod'
import { openSyncPricingPorts } from '../adapters/aws-sync-pricing.ts'
import { lambdaHandler } from '../adapters/lambda-handler.ts'
import { isScheduled, parseEvent } from '../domain/invocation-event.ts'
import { syncPricing } from './sync-pricing.ts'

/** Asked by a schedule or with `{}`. */
export const handler = lambdaHandler('sync-pricing', openSyncPricingPorts, async (event: unknown, ports, { log }) => {
  if (!isScheduled(event)) parseEvent(z.strictObject({}), event)
  const { added, rejected } = await syncPricing(ports)
  log.info('done', { added, rejected })
  return { added, rejected }
})
