import type { Discount } from '../domain/discount.ts'
import { ANY_CHANGE, priceChange, type PriceChange } from '../domain/price-change.ts'
import { applyPriceEdit, type PriceList } from '../domain/price-edit.ts'
import type { PriceStore, StoredPriceChange, StoredPrices } from '../domain/price-ports.ts'
import { priceRecordId, type PriceRecord } from '../domain/price-record.ts'
import { isDiscountItem, toDiscount } from './dynamodb-discount-item.ts'
import { dynamoDbHeldPrices } from './dynamodb-held-prices.ts'
import { itemKey, sortKeyOf } from './dynamodb-item.ts'
import { isRevisionItem, priceEdits, toSubjectState, type SubjectState } from './dynamodb-price-edits.ts'
import { isPriceItem, toPriceItem, toPriceRecord } from './dynamodb-price-item.ts'
import { isChangeItem, priceVersions, toStoredChange } from './dynamodb-price-versions.ts'
import { scanItems, writeItems, type Table } from './dynamodb-table.ts'

/**
 * The table model-pricing: `PRICE#<key>` / `<effectiveFrom>#<recordedAt>`, discounts, what dynamodb-price-versions.ts keeps of
 * its versions and dynamodb-price-edits.ts of edits, their audit, and what is held of the feed. A version is given after the
 * last write of a change, never before: whoever reads a version and then records may see more than that version, but it is
 * told of the change by the next one.
 */
export function dynamoDbPriceStore(table: Table): PriceStore {
  const versions = priceVersions(table)
  const edits = priceEdits(table)
  /** Whole tables are dear to read, and this one hardly ever changes: what was read holds until there is another version. */
  let lastRead: StoredPrices | null = null

  async function contents(): Promise<Contents> {
    const records: PriceRecord[] = []
    const discounts: Discount[] = []
    const changes: StoredPriceChange[] = []
    const subjects: SubjectState[] = []
    for await (const item of scanItems(table)) {
      if (isPriceItem(item)) records.push(toPriceRecord(item))
      else if (isDiscountItem(item)) discounts.push(toDiscount(item))
      else if (isChangeItem(item)) changes.push(toStoredChange(item))
      else if (isRevisionItem(item)) subjects.push(toSubjectState(item))
    }
    const unfinished = subjects.map((subject) => subject.unfinished).filter((edit) => edit !== null)
    const standing = unfinished.reduce<PriceList>(applyPriceEdit, { records, discounts })
    return { standing, unfinished, subjects, changes: changes.sort((a, b) => a.version - b.version) }
  }

  /** First of all what died. */
  async function finish({ unfinished }: Contents): Promise<void> {
    for (const edit of unfinished) await edits.carryOut(edit)
  }

  async function write(before: Contents, puts: readonly PriceRecord[], deletes: readonly PriceRecord[]): Promise<number> {
    const gone = new Set([...puts, ...deletes].map(priceRecordId))
    const { records, discounts } = before.standing
    const after = { records: [...records.filter((record) => !gone.has(priceRecordId(record))), ...puts], discounts }
    return versions.change(async () => {
      await finish(before)
      await writeItems(table, [
        ...puts.map((record) => ({ PutRequest: { Item: toPriceItem(record) } })),
        ...deletes.map(toPriceItem).map((item) => ({ DeleteRequest: { Key: itemKey(item.pk?.S ?? '', sortKeyOf(item)) } })),
      ])
      return changeFrom(before, after)
    })
  }

  return {
    ...dynamoDbHeldPrices(table),

    async read() {
      const { version, changing } = await versions.state()
      if (!changing && lastRead?.version === version) return lastRead
      const { standing, subjects, changes } = await contents()
      const read = {
        version,
        records: [...standing.records].sort(byKeyAndTime),
        discounts: [...standing.discounts].sort((a, b) => compare(a.id, b.id)),
        changes,
        revisions: new Map(subjects.map(({ subject, revision }) => [subject, revision])),
      }
      lastRead = changing ? null : read
      return read
    },

    async append(records, audit) {
      const { version, changing } = await versions.state()
      const before = await contents()
      const known = new Set(before.standing.records.map(priceRecordId))
      const added = [...byId(records)].filter(([id]) => !known.has(id)).map(([, record]) => record)
      if (added.length === 0 && isSettled(changing, before)) return { version, added: 0 }
      if (audit !== undefined) await edits.addAudit(audit)
      return { version: await write(before, added, []), added: added.length }
    },

    async replaceAll(records) {
      const { version, changing } = await versions.state()
      const before = await contents()
      const [standing, wanted] = [byId(before.standing.records), byId(records)]
      const puts = [...wanted].filter(([id, record]) => !sameRecord(standing.get(id), record)).map(([, record]) => record)
      const deletes = [...standing].filter(([id]) => !wanted.has(id)).map(([, record]) => record)
      if (puts.length + deletes.length === 0 && isSettled(changing, before)) return { version, changed: false }
      return { version: await write(before, puts, deletes), changed: true }
    },

    async edit(edit) {
      const { version, changing } = await versions.state()
      const before = await contents()
      const last = before.subjects.find(({ subject }) => subject === edit.subject)
      const isTaken = last?.requestId === edit.audit.requestId
      if (isTaken) return { outcome: 'done', version: isSettled(changing, before) ? version : await write(before, [], []) }
      if ((last?.revision ?? 0) !== edit.seen) return { outcome: 'conflict', revision: last?.revision ?? 0 }
      let taken = false
      const next = await versions.change(async () => {
        await finish(before)
        taken = await edits.take(edit)
        if (taken) await edits.carryOut(edit)
        return changeFrom(before, taken ? applyPriceEdit(before.standing, edit) : before.standing)
      })
      return taken ? { outcome: 'done', version: next } : { outcome: 'conflict', revision: edit.seen + 1 }
    },

    audit: edits.audit,
  }
}

interface Contents {
  /** With all of what unfinished edits change. */
  readonly standing: PriceList
  readonly unfinished: readonly NonNullable<SubjectState['unfinished']>[]
  readonly subjects: readonly SubjectState[]
  readonly changes: readonly StoredPriceChange[]
}

function isSettled(changing: boolean, { unfinished }: Contents): boolean {
  return !changing && unfinished.length === 0
}

/** How much of an unfinished edit was written before nobody can tell. */
function changeFrom({ standing, unfinished }: Contents, after: PriceList): PriceChange | null {
  return unfinished.length > 0 ? ANY_CHANGE : priceChange(standing, after)
}

/** Of records with the same key and instants the last one counts. */
function byId(records: readonly PriceRecord[]): Map<string, PriceRecord> {
  return new Map(records.map((record) => [priceRecordId(record), record]))
}

function sameRecord(a: PriceRecord | undefined, b: PriceRecord): boolean {
  return a !== undefined && JSON.stringify(toPriceRecord(toPriceItem(a))) === JSON.stringify(toPriceRecord(toPriceItem(b)))
}

function byKeyAndTime(a: PriceRecord, b: PriceRecord): number {
  return compare(a.key, b.key) || compare(a.effectiveFrom, b.effectiveFrom) || compare(a.recordedAt, b.recordedAt)
}

function compare(a: string, b: string): number {
  return a < b ? -1 : a > b ? 1 : 0
}
