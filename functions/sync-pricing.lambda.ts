import { z } from 'zod'
import { openSyncPricingPorts } from '../adapters/aws-sync-pricing.ts'
import { lambdaHandler } from '../adapters/lambda-handler.ts'
import { isScheduled, parseEvent } from '../domain/invocation-event.ts'
import { syncPricing } from './sync-pricing.ts'

const OPTIONS = z.strictObject({ acceptRemovals: z.boolean().default(false) })
const NO_OPTIONS = { acceptRemovals: false } as const

/** Asked by a schedule, with `{}`, or with `{"acceptRemovals": true}` for a list that has lost many entries for a reason. */
export const handler = lambdaHandler('sync-pricing', openSyncPricingPorts, async (event: unknown, ports, { log }) => {
  const { acceptRemovals } = isScheduled(event) ? NO_OPTIONS : parseEvent(OPTIONS, event)
  const result = await syncPricing(ports, { acceptRemovals })
  log.info('done', { ...result })
  return result
})
