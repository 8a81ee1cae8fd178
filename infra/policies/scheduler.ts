import { keyStatements, viaService } from './keys.ts'
import type { Statement } from './statement.ts'

export interface SchedulerInput {
  readonly functionArns: readonly string[]
  /** Queue for invocations that never got through. */
  readonly deadLetterQueueArn: string
  /** Its key; null where it is the service's own. */
  readonly deadLetterQueueKeyArn: string | null
  /** Of the queue. */
  readonly region: string
}

export function schedulerStatements({ functionArns, deadLetterQueueArn, deadLetterQueueKeyArn, region }: SchedulerInput): Statement[] {
  return [
    { sid: 'InvokeFunctions', actions: ['lambda:InvokeFunction'], resources: functionArns },
    { sid: 'SetAside', actions: ['sqs:SendMessage'], resources: [deadLetterQueueArn] },
    ...keyStatements({
      sid: 'UseQueueKey', keyArns: [deadLetterQueueKeyArn], actions: ['kms:Decrypt', 'kms:GenerateDataKey'], conditions: [viaService('sqs', region)],
    }),
  ]
}
