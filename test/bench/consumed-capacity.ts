import type { DynamoDBClient } from '@aws-sdk/client-dynamodb'
import { HEADS_INDEX } from '../../domain/contract.ts'

/** What DynamoDB would charge for, on demand. */
export interface Consumed {
  writeUnits: number
  readUnits: number
  requests: number
}

export function nothingConsumed(): Consumed {
  return { writeUnits: 0, readUnits: 0, requests: 0 }
}

export function consumedSince(before: Consumed, now: Consumed): Consumed {
  return {
    writeUnits: now.writeUnits - before.writeUnits, readUnits: now.readUnits - before.readUnits, requests: now.requests - before.requests,
  }
}

export function consumedSum(a: Consumed, b: Consumed): Consumed {
  return { writeUnits: a.writeUnits + b.writeUnits, readUnits: a.readUnits + b.readUnits, requests: a.requests + b.requests }
}

interface AnyCommand {
  readonly constructor: { readonly name: string }
  readonly input: Record<string, unknown>
}

interface Capacity {
  readonly CapacityUnits?: number
}

/**
 * A client that adds up the capacity which the database says each of its requests has consumed. The embedded one tells it by
 * DynamoDB's rules (a KB a write, 4 KB a read) but for two things, which are added: what an index costs, and a write whose
 * condition does not hold, which costs as much as one that goes through.
 */
export function measuringClient(client: DynamoDBClient, consumed: Consumed): DynamoDBClient {
  const send = client.send.bind(client) as unknown as (command: AnyCommand) => Promise<{ ConsumedCapacity?: Capacity | Capacity[] }>
  const measured = async (command: AnyCommand) => {
    const kind = command.constructor.name.replace(/Command$/, '')
    const writes = /^(Put|Update|Delete|BatchWrite)/.test(kind)
    command.input['ReturnConsumedCapacity'] = 'TOTAL'
    consumed.requests += 1
    const add = (units: number) => void (consumed[writes ? 'writeUnits' : 'readUnits'] += units)
    try {
      const answer = await send(command)
      add([answer.ConsumedCapacity ?? []].flat().reduce((sum, { CapacityUnits = 0 }) => sum + CapacityUnits, 0))
      if (kind === 'PutItem' && HEADS_INDEX.key in (command.input['Item'] as object)) add(1)
      return answer
    } catch (error) {
      if (writes) add(1)
      throw error
    }
  }
  return Object.assign(Object.create(client) as DynamoDBClient, { send: measured })
}

/** An entry of the index of heads: names and values of its attributes, by DynamoDB's rules. */
export const HEAD_BYTES = itemBytes({
  pk: 'U#111122223333#us-east-1', sk: 'H#2026-07-18T05', [HEADS_INDEX.key]: 'H#2026-07-18T05',
  ...Object.fromEntries(HEADS_INDEX.attributes.map((name) => [name, '12345678'])),
})

function itemBytes(texts: Readonly<Record<string, string>>): number {
  return Object.entries(texts).reduce((sum, [name, text]) => sum + name.length + text.length, 0)
}
