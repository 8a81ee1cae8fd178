import { GetItemCommand, PutItemCommand, UpdateItemCommand } from '@aws-sdk/client-dynamodb'
import { randomUUID } from 'node:crypto'
import type { Discount } from '../domain/discount.ts'
import type { PriceEdit } from '../domain/price-edit.ts'
import type { PriceRecord } from '../domain/price-record.ts'
import { toDiscountItem } from './dynamodb-discount-item.ts'
import { itemKey, numberAttribute, sortKeyOf, textAttribute, type Item } from './dynamodb-item.ts'
import { priceAudits } from './dynamodb-price-audit.ts'
import { toPriceItem } from './dynamodb-price-item.ts'
import { ifConditionHolds, type Table } from './dynamodb-table.ts'

/*
 * `REVISION` / `<subject>` holds how often the subject was edited, and of the last edit the request and, until all of it is
 * written, the edit itself: one conditional write decides who edits, and whoever changes the book next finishes what died.
 * So anybody may write an edit, twice and late: no write takes back what a later edit did.
 */

const REVISION = 'REVISION'

export interface SubjectState {
  readonly subject: string
  readonly revision: number
  readonly requestId: string
  /** The last edit, where it may not be written yet. */
  readonly unfinished: PriceEdit | null
}

export function isRevisionItem(item: Item): boolean {
  return item.pk?.S === REVISION
}

export function toSubjectState(item: Item): SubjectState {
  return {
    subject: sortKeyOf(item),
    revision: numberAttribute(item, 'revision'),
    requestId: textAttribute(item, 'requestId'),
    unfinished: item.edit?.S === undefined ? null : JSON.parse(item.edit.S) as PriceEdit,
  }
}

export function priceEdits(table: Table) {
  const audits = priceAudits(table)

  /** Resolves to whether the edit is taken: it is not if the subject was edited since it was seen. */
  async function take(edit: PriceEdit): Promise<boolean> {
    const { subject, seen, audit } = edit
    const write = randomUUID()
    const answer = await ifConditionHolds(table.client.send(new UpdateItemCommand({
      TableName: table.name,
      Key: itemKey(REVISION, subject),
      UpdateExpression: 'SET #revision = :next, #requestId = :requestId, #edit = :edit, #write = :write',
      ConditionExpression: seen === 0 ? 'attribute_not_exists(#revision)' : '#revision = :seen',
      ExpressionAttributeNames: { '#revision': 'revision', '#requestId': 'requestId', '#edit': 'edit', '#write': 'write' },
      ExpressionAttributeValues: {
        ':next': { N: String(seen + 1) }, ':requestId': { S: audit.requestId }, ':edit': { S: JSON.stringify(edit) }, ':write': { S: write },
        ...(seen === 0 ? {} : { ':seen': { N: String(seen) } }),
      },
    })))
    // The client sends an update again when its answer gets lost; then the condition fails though this very write stands.
    return answer !== null || (await lastWrite(subject)) === write
  }

  async function lastWrite(subject: string): Promise<string | undefined> {
    const answer = await table.client.send(new GetItemCommand({
      TableName: table.name, Key: itemKey(REVISION, subject), ConsistentRead: true,
    }))
    return answer.Item?.write?.S
  }

  /** Writes all of an edit that was taken. */
  async function carryOut(edit: PriceEdit): Promise<void> {
    await audits.add(edit.audit)
    for (const record of edit.add) await addRecord(record)
    for (const record of edit.void) await voidRecord(record, edit.audit.at)
    for (const discount of edit.discounts) await putDiscount(discount, edit.seen + 1)
    await ifConditionHolds(table.client.send(new UpdateItemCommand({
      TableName: table.name,
      Key: itemKey(REVISION, edit.subject),
      UpdateExpression: 'REMOVE #edit',
      ConditionExpression: '#revision = :revision',
      ExpressionAttributeNames: { '#edit': 'edit', '#revision': 'revision' },
      ExpressionAttributeValues: { ':revision': { N: String(edit.seen + 1) } },
    })))
  }

  async function addRecord(record: PriceRecord): Promise<void> {
    await ifConditionHolds(table.client.send(new PutItemCommand({
      TableName: table.name, Item: toPriceItem(record), ConditionExpression: 'attribute_not_exists(pk)',
    })))
  }

  /** One that is void already keeps the instant at which it became so. */
  async function voidRecord(record: PriceRecord, at: string): Promise<void> {
    const { pk, sk } = toPriceItem(record)
    await ifConditionHolds(table.client.send(new UpdateItemCommand({
      TableName: table.name,
      Key: itemKey(pk?.S ?? '', sk?.S ?? ''),
      UpdateExpression: 'SET #voidedAt = :at',
      ConditionExpression: 'attribute_exists(pk) AND (attribute_not_exists(#voidedAt) OR attribute_type(#voidedAt, :null))',
      ExpressionAttributeNames: { '#voidedAt': 'voidedAt' },
      ExpressionAttributeValues: { ':at': { S: at }, ':null': { S: 'NULL' } },
    })))
  }

  async function putDiscount(discount: Discount, revision: number): Promise<void> {
    await ifConditionHolds(table.client.send(new PutItemCommand({
      TableName: table.name,
      Item: { ...toDiscountItem(discount), revision: { N: String(revision) } },
      ConditionExpression: 'attribute_not_exists(pk) OR #revision < :revision',
      ExpressionAttributeNames: { '#revision': 'revision' },
      ExpressionAttributeValues: { ':revision': { N: String(revision) } },
    })))
  }

  return { take, carryOut, addAudit: audits.add, audit: audits.newest }
}
