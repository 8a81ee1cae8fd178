import { tableKeyStatements } from './keys.ts'
import { quarantineStatements } from './quarantine.ts'
import type { Statement } from './statement.ts'

/** Where events and lines in quarantine go: stream and table of the hub, both in one region. */
export interface DeliveryTargets {
  readonly streamArn: string
  readonly usageTableArn: string
  /** Key of the table; null where it is DynamoDB's own. */
  readonly tableKeyArn: string | null
  readonly hubRegion: string
}

export interface SpokeWriteInput extends DeliveryTargets {
  /** The account that writes. */
  readonly spokeAccountId: string
}

/** What parse-log of one account may do in the hub: append events, and keep its own part of the quarantine. */
export function spokeWriteStatements({ streamArn, usageTableArn, tableKeyArn, hubRegion, spokeAccountId }: SpokeWriteInput): Statement[] {
  return [
    { sid: 'AppendEvents', actions: ['firehose:PutRecordBatch'], resources: [streamArn] },
    ...quarantineStatements(usageTableArn, spokeAccountId),
    ...tableKeyStatements(tableKeyArn, hubRegion),
  ]
}
