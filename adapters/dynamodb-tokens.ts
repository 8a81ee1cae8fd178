import { DeleteItemCommand, GetItemCommand, PutItemCommand, UpdateItemCommand } from '@aws-sdk/client-dynamodb'
import type { ApiToken, ApiTokenStore, TokenOwner } from '../domain/api-token.ts'
import { EXPIRES_AT_ATTRIBUTE, PARTITION_KEY } from '../domain/contract.ts'
import type { Clock } from '../domain/ports.ts'
import { itemKey, numberAttribute, numberValue, textAttribute, type Item } from './dynamodb-item.ts'
import { AFTER_ALL, ifConditionHolds, queryItems, type Table } from './dynamodb-table.ts'

const SORT = 'TOKEN'

/**
 * API tokens in the table dashboard: `TOKEN#<SHA-256 of the token>` / `TOKEN`, and for the list of a person's own
 * `USER#<issuer>#<subject>` / `TOKEN#<id>`. DynamoDB deletes what has expired some time later, so expiry is looked at with
 * every read.
 */
export function dynamoDbTokens(table: Table, clock: Clock): ApiTokenStore {
  const { client, name } = table

  async function find(hash: string): Promise<ApiToken | null> {
    const { Item: item } = await client.send(new GetItemCommand({ TableName: name, Key: keyOf(hash), ConsistentRead: true }))
    if (item === undefined) return null
    const token = tokenOf(hash, item)
    return token.expiresAtMs > clock().getTime() ? token : null
  }

  return {
    find,

    async add(token) {
      const expiresAt = { [EXPIRES_AT_ATTRIBUTE]: numberValue(Math.ceil(token.expiresAtMs / 1000)) }
      // The list first: a token that worked and was on nobody's list could not be revoked.
      const entry = { ...entryKey(token.owner, token.id), hash: { S: token.hash }, ...expiresAt }
      await client.send(new PutItemCommand({ TableName: name, Item: entry }))
      await client.send(new PutItemCommand({ TableName: name, Item: { ...keyOf(token.hash), ...attributesOf(token), ...expiresAt } }))
    },

    async listOf(owner) {
      const tokens: ApiToken[] = []
      for await (const entry of queryItems(table, { pk: partitionOf(owner), from: `${SORT}#`, to: `${SORT}#${AFTER_ALL}` })) {
        const token = await find(textAttribute(entry, 'hash'))
        if (token !== null) tokens.push(token)
      }
      return tokens.sort((a, b) => b.createdAtMs - a.createdAtMs)
    },

    async revoke(owner, id) {
      const key = entryKey(owner, id)
      const { Item: entry } = await client.send(new GetItemCommand({ TableName: name, Key: key, ConsistentRead: true }))
      if (entry === undefined) return
      await client.send(new DeleteItemCommand({ TableName: name, Key: keyOf(textAttribute(entry, 'hash')) }))
      await client.send(new DeleteItemCommand({ TableName: name, Key: key }))
    },

    async noteUse(hash, day) {
      await ifConditionHolds(client.send(new UpdateItemCommand({
        TableName: name, Key: keyOf(hash), UpdateExpression: 'SET #day = :day', ConditionExpression: 'attribute_exists(#pk)',
        ExpressionAttributeNames: { '#day': 'lastUsedDay', '#pk': PARTITION_KEY }, ExpressionAttributeValues: { ':day': { S: day } },
      })))
    },
  }
}

function keyOf(hash: string): Item {
  return itemKey(`TOKEN#${hash}`, SORT)
}

function entryKey(owner: TokenOwner, id: string): Item {
  return itemKey(partitionOf(owner), `${SORT}#${id}`)
}

/** Encoded, so that no issuer and subject can pass for another pair. */
function partitionOf({ issuer, subject }: TokenOwner): string {
  return `USER#${encodeURIComponent(issuer)}#${encodeURIComponent(subject)}`
}

function attributesOf({ id, name, owner, createdAtMs, expiresAtMs, lastUsedDay }: ApiToken): Item {
  return {
    id: { S: id }, name: { S: name }, owner: { S: JSON.stringify(owner) },
    createdAtMs: numberValue(createdAtMs), expiresAtMs: numberValue(expiresAtMs),
    ...(lastUsedDay !== null && { lastUsedDay: { S: lastUsedDay } }),
  }
}

function tokenOf(hash: string, item: Item): ApiToken {
  return {
    hash, id: textAttribute(item, 'id'), name: textAttribute(item, 'name'), owner: JSON.parse(textAttribute(item, 'owner')) as ApiToken['owner'],
    createdAtMs: numberAttribute(item, 'createdAtMs'), expiresAtMs: numberAttribute(item, 'expiresAtMs'), lastUsedDay: item['lastUsedDay']?.S ?? null,
  }
}
