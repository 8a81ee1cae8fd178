import type { PriceStore, StoredPriceChange } from '../domain/ports.ts'
import { priceChange } from '../domain/price-change.ts'
import type { PriceRecord } from '../domain/price-record.ts'
import { itemKey, sortKeyOf, type Item } from './dynamodb-item.ts'
import { toPriceItem, toPriceRecord } from './dynamodb-price-item.ts'
import { isChangeItem, priceVersions, toStoredChange } from './dynamodb-price-versions.ts'
import { scanItems, writeItems, type Table } from './dynamodb-table.ts'

const RECORD = 'PRICE#'

/**
 * The table model-pricing: `PRICE#<key>` / `<effectiveFrom>#<recordedAt>`, and what dynamodb-price-versions.ts keeps of its
 * versions. A version is given after the last write of a change, never before: whoever reads a version and then records may
 * see more than that version, but it is told of the change by the next one.
 */
export function dynamoDbPriceStore(table: Table): PriceStore {
  const versions = priceVersions(table)

  async function items(): Promise<{ records: Map<string, Item>; changes: StoredPriceChange[] }> {
    const records = new Map<string, Item>()
    const changes: StoredPriceChange[] = []
    for await (const item of scanItems(table)) {
      if (item.pk?.S?.startsWith(RECORD) === true) records.set(idOf(item), item)
      else if (isChangeItem(item)) changes.push(toStoredChange(item))
    }
    return { records, changes: changes.sort((a, b) => a.version - b.version) }
  }

  async function write(standing: ReadonlyMap<string, Item>, puts: readonly Item[], deletes: readonly Item[]): Promise<number> {
    const after = new Map(standing)
    for (const item of puts) after.set(idOf(item), item)
    for (const item of deletes) after.delete(idOf(item))
    return versions.change(priceChange([...standing.values()].map(toPriceRecord), [...after.values()].map(toPriceRecord)), () => {
      return writeItems(table, [
        ...puts.map((Item) => ({ PutRequest: { Item } })),
        ...deletes.map((item) => ({ DeleteRequest: { Key: itemKey(item.pk?.S ?? '', sortKeyOf(item)) } })),
      ])
    })
  }

  return {
    async read() {
      const { version } = await versions.state()
      const { records, changes } = await items()
      return { version, records: [...records.values()].map(toPriceRecord).sort(byKeyAndTime), changes }
    },

    async append(records) {
      const { version, changing } = await versions.state()
      const standing = (await items()).records
      const added = distinct(records).filter((item) => !standing.has(idOf(item)))
      if (added.length === 0 && !changing) return { version, added: 0 }
      return { version: await write(standing, added, []), added: added.length }
    },

    async replaceAll(records) {
      const { version, changing } = await versions.state()
      const standing = (await items()).records
      const wanted = new Map(distinct(records).map((item) => [idOf(item), item]))
      const puts = [...wanted].filter(([id, item]) => !sameItem(standing.get(id), item)).map(([, item]) => item)
      const deletes = [...standing].filter(([id]) => !wanted.has(id)).map(([, item]) => item)
      if (puts.length + deletes.length === 0 && !changing) return { version, changed: false }
      return { version: await write(standing, puts, deletes), changed: true }
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
