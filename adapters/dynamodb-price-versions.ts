import { GetItemCommand, PutItemCommand, UpdateItemCommand } from '@aws-sdk/client-dynamodb'
import { randomUUID } from 'node:crypto'
import type { StoredPriceChange } from '../domain/price-ports.ts'
import { ANY_CHANGE, type PriceChange } from '../domain/price-change.ts'
import { itemKey, numberAttribute, type Item } from './dynamodb-item.ts'
import { ifConditionHolds, type Table } from './dynamodb-table.ts'

/*
 * `META` / `VERSION` holds the version of the price book, and `changing` while somebody changes it. `CHANGE` /
 * `<version>#<name>` says which usage the change may alter that led to that version; it is there before the version is.
 */

const VERSION_KEY = itemKey('META', 'VERSION')
const CHANGE = 'CHANGE'

export function priceVersions(table: Table) {
  async function state(): Promise<{ version: number; changing: boolean }> {
    const answer = await table.client.send(new GetItemCommand({ TableName: table.name, Key: VERSION_KEY, ConsistentRead: true }))
    return stateOf(answer.Item ?? {})
  }

  /** Does the work, which resolves to what it changes of the book, and resolves to the version that it leads to. */
  async function change(work: () => Promise<PriceChange | null>): Promise<number> {
    const { changing } = await state()
    await mark()
    const change = await work()
    // One that died half-way left writes of which nothing else is known.
    const altered = changing ? ANY_CHANGE : change
    const name = randomUUID()
    for (;;) {
      const { version } = await state()
      if (altered !== null) await announce(version + 1, name, altered)
      if (await turn(version)) return version + 1
    }
  }

  async function mark(): Promise<void> {
    await table.client.send(new UpdateItemCommand({
      TableName: table.name,
      Key: VERSION_KEY,
      UpdateExpression: 'SET #changing = :yes',
      ExpressionAttributeNames: { '#changing': 'changing' },
      ExpressionAttributeValues: { ':yes': { BOOL: true } },
    }))
  }

  async function announce(version: number, name: string, { fromMs, toMs, splitHours }: PriceChange): Promise<void> {
    await table.client.send(new PutItemCommand({
      TableName: table.name,
      Item: {
        ...itemKey(CHANGE, `${String(version).padStart(12, '0')}#${name}`),
        version: { N: String(version) },
        ...(fromMs === null ? {} : { fromMs: { N: String(fromMs) } }),
        ...(toMs === null ? {} : { toMs: { N: String(toMs) } }),
        splitHours: { L: splitHours.map((hour) => ({ N: String(hour) })) },
      },
    }))
  }

  /** False if somebody else's change came first. */
  async function turn(version: number): Promise<boolean> {
    const answer = await ifConditionHolds(table.client.send(new UpdateItemCommand({
      TableName: table.name,
      Key: VERSION_KEY,
      UpdateExpression: 'SET #version = :next REMOVE #changing',
      ConditionExpression: version === 0 ? 'attribute_not_exists(#version)' : '#version = :version',
      ExpressionAttributeNames: { '#version': 'version', '#changing': 'changing' },
      ExpressionAttributeValues: {
        ':next': { N: String(version + 1) }, ...(version === 0 ? {} : { ':version': { N: String(version) } }),
      },
    })))
    return answer !== null
  }

  return { state, change }
}

function stateOf(item: Item): { version: number; changing: boolean } {
  const version = item.version === undefined ? 0 : numberAttribute(item, 'version')
  return { version, changing: item.changing?.BOOL ?? false }
}

export function isChangeItem(item: Item): boolean {
  return item.pk?.S === CHANGE
}

export function toStoredChange(item: Item): StoredPriceChange {
  return {
    version: numberAttribute(item, 'version'),
    fromMs: item.fromMs === undefined ? null : numberAttribute(item, 'fromMs'),
    toMs: item.toMs === undefined ? null : numberAttribute(item, 'toMs'),
    splitHours: (item.splitHours?.L ?? []).map(({ N }) => Number(N)),
  }
}
