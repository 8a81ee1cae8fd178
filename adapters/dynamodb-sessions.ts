import { DeleteItemCommand, GetItemCommand, PutItemCommand } from '@aws-sdk/client-dynamodb'
import { createHash } from 'node:crypto'
import { EXPIRES_AT_ATTRIBUTE, PARTITION_KEY } from '../domain/contract.ts'
import type { Clock } from '../domain/ports.ts'
import type { SessionRecord, SessionStore } from '../domain/session-store.ts'
import { itemKey, numberAttribute, numberValue, textAttribute, type Item } from './dynamodb-item.ts'
import { ifConditionHolds, type Table } from './dynamodb-table.ts'

const SORT = 'SESSION'

/**
 * Sessions in the table dashboard: `SESSION#<SHA-256 of the id>` / `SESSION`. DynamoDB deletes what has expired some time later,
 * so expiry is looked at with every read.
 */
export function dynamoDbSessions({ client, name }: Table, clock: Clock): SessionStore {
  const input = (id: string, session: SessionRecord) => ({ TableName: name, Item: { ...keyOf(id), ...attributesOf(session) } })
  return {
    async read(id) {
      const { Item: item } = await client.send(new GetItemCommand({ TableName: name, Key: keyOf(id), ConsistentRead: true }))
      if (item === undefined) return null
      const session = sessionOf(item)
      return session.expiresAtMs > clock().getTime() ? session : null
    },

    async create(id, session) {
      await client.send(new PutItemCommand(input(id, session)))
    },

    async renew(id, session) {
      await ifConditionHolds(client.send(new PutItemCommand({
        ...input(id, session), ConditionExpression: 'attribute_exists(#pk)', ExpressionAttributeNames: { '#pk': PARTITION_KEY },
      })))
    },

    async end(id) {
      await client.send(new DeleteItemCommand({ TableName: name, Key: keyOf(id) }))
    },
  }
}

function keyOf(id: string): Item {
  return itemKey(`${SORT}#${createHash('sha256').update(id).digest('hex')}`, SORT)
}

function attributesOf({ user, passwordMark, signedInAtMs, seenAtMs, expiresAtMs }: SessionRecord): Item {
  return {
    user: { S: user }, passwordMark: { S: passwordMark }, signedInAtMs: numberValue(signedInAtMs), seenAtMs: numberValue(seenAtMs),
    expiresAtMs: numberValue(expiresAtMs),
    // DynamoDB's time to live knows whole seconds only.
    [EXPIRES_AT_ATTRIBUTE]: numberValue(Math.ceil(expiresAtMs / 1000)),
  }
}

function sessionOf(item: Item): SessionRecord {
  return {
    user: textAttribute(item, 'user'), passwordMark: textAttribute(item, 'passwordMark'),
    signedInAtMs: numberAttribute(item, 'signedInAtMs'), seenAtMs: numberAttribute(item, 'seenAtMs'), expiresAtMs: numberAttribute(item, 'expiresAtMs'),
  }
}
