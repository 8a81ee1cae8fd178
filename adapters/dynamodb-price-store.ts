import { GetItemCommand, UpdateItemCommand } from '@aws-sdk/client-dynamodb'
import type { PriceStore } from '../domain/ports.ts'
import type { PriceRecord } from '../domain/price-record.ts'
import { itemKey, numberAttribute, sortKeyOf, type Item } from './dynamodb-item.ts'
import { toPriceItem, toPriceRecord } from './dynamodb-price-item.ts'
import { scanItems, writeItems, type Table } from './dynamodb-table.ts'

const VERSION_KEY = itemKey('META', 'VERSION')

/**
 * The table model-pricing. The version grows after the last write of a change, never before: whoever reads a version and
 * then records may see more than that version, but it is told of the change by the next one. `changing` marks a change
 * under way, so that one that died half-way is completed, with a new version, when it is tried again.
 */
export function dynamoDbPriceStore(table: Table): PriceStore {
  async function state(): Promise<{ version: number; changing: boolean }> {
    const answer = await table.client.send(new GetItemCommand({ TableName: table.name, Key: VERSION_KEY, ConsistentRead: true }))
    const version = answer.Item?.version === undefined ? 0 : numberAttribute(answer.Item, 'version')
    return { version, changing: answer.Item?.changing?.BOOL ?? false }
  }

  async function items(): Promise<Map<string, Item>> {
    const byKey = new Map<string, Item>()
    for await (const item of scanItems(table)) if (item.pk?.S !== VERSION_KEY.pk?.S) byKey.set(idOf(item), item)
    return byKey
  }

  async function change(puts: readonly Item[], deletes: readonly Item[]): Promise<number> {
    await update('SET #changing = :value', { ':value': { BOOL: true } })
    await writeItems(table, [
      ...puts.map((Item) => ({ PutRequest: { Item } })),
      ...deletes.map((item) => ({ DeleteRequest: { Key: itemKey(item.pk?.S ?? '', sortKeyOf(item)) } })),
    ])
    return numberAttribute(await update('ADD #version :value REMOVE #changing', { ':value': { N: '1' } }), 'version')
  }

  async function update(expression: string, values: Item): Promise<Item> {
    const names = ['version', 'changing'].filter((name) => expression.includes(`#${name}`))
    const answer = await table.client.send(new UpdateItemCommand({
      TableName: table.name,
      Key: VERSION_KEY,
      UpdateExpression: expression,
      ExpressionAttributeNames: Object.fromEntries(names.map((name) => [`#${name}`, name])),
      ExpressionAttributeValues: values,
      ReturnValues: 'ALL_NEW',
    }))
    return answer.Attributes ?? {}
  }

  return {
    async read() {
      const { version } = await state()
      const records = [...(await items()).values()].map(toPriceRecord)
      return { version, records: records.sort(byKeyAndTime) }
    },

    async append(records) {
      const { version, changing } = await state()
      const standing = await items()
      const added = distinct(records).filter((item) => !standing.has(idOf(item)))
      if (added.length === 0 && !changing) return { version, added: 0 }
      return { version: await change(added, []), added: added.length }
    },

    async replaceAll(records) {
      const { version, changing } = await state()
      const standing = await items()
      const wanted = new Map(distinct(records).map((item) => [idOf(item), item]))
      const puts = [...wanted].filter(([id, item]) => !sameItem(standing.get(id), item)).map(([, item]) => item)
      const deletes = [...standing].filter(([id]) => !wanted.has(id)).map(([, item]) => item)
      if (puts.length + deletes.length === 0 && !changing) return { version, changed: false }
      return { version: await change(puts, deletes), changed: true }
    },
  }
}

/** Of records with the same key and instants the last one counts. */
function distinct(records: readonly PriceRecord[]): Item[] {
  return [...new Map(records.map((record) => toPriceItem(record)).map((item) => [idOf(item), item])).values()]
}

function idOf(item: Item): string {
  return `${item.pk?.S}\n${item.sk?.S}`
}

function sameItem(a: Item | undefined, b: Item): boolean {
  return a !== undefined && JSON.stringify(toPriceRecord(a)) === JSON.stringify(toPriceRecord(b))
}

function byKeyAndTime(a: PriceRecord, b: PriceRecord): number {
  return compare(a.key, b.key) || compare(a.effectiveFrom, b.effectiveFrom) || compare(a.recordedAt, b.recordedAt)
}

function compare(a: string, b: string): number {
  return a < b ? -1 : a > b ? 1 : 0
}
