import { z } from 'zod'
import { openParseLogPorts } from '../adapters/aws-parse-log.ts'
import { lambdaHandler } from '../adapters/lambda-handler.ts'
import { parseEvent } from '../domain/invocation-event.ts'
import { measureParseLog } from './measure-parse-log.ts'
import { parseLogBatch } from './parse-log-batch.ts'

const sqsEvent = z.looseObject({ Records: z.array(z.looseObject({ messageId: z.string(), body: z.string() })) })

/** Messages of the log queue; those that have to come back are named in the answer. */
export const handler = lambdaHandler('parse-log', openParseLogPorts, async (event, ports, { log, clock, remainingMs }) => {
  const { Records } = parseEvent(sqsEvent, event)
  const { buckets, policy } = ports
  const deadlineMs = clock().getTime() + remainingMs()
  const { failed, failures, totals } = await parseLogBatch(Records, ports, { buckets, policy, clock, deadlineMs })
  measureParseLog(totals, ports.metrics, clock())
  for (const { messageId, object, reason } of failures) log.warn('message comes back', { messageId, object, reason })
  log.info('done', { messages: Records.length, failed: failed.length, ...totals })
  return { batchItemFailures: failed.map((itemIdentifier) => ({ itemIdentifier })) }
})
