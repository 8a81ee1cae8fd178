import { PutItemCommand } from '@aws-sdk/client-dynamodb'
import type { PriceAudit } from '../domain/price-audit.ts'
import { itemKey, textAttribute, type Item } from './dynamodb-item.ts'
import { AFTER_ALL, ifConditionHolds, queryItems, type Table } from './dynamodb-table.ts'

const AUDIT = 'AUDIT'
const TEXTS = ['at', 'by', 'requestId', 'action', 'subject', 'reason'] as const
const VIAS = ['form', 'api', 'sync', 'file'] as const

/** `AUDIT` / `<at>#<requestId>#<subject>`, each written once and never again. */
export function priceAudits(table: Table) {
  return {
    /** Does nothing where it stands already. */
    async add(audit: PriceAudit): Promise<void> {
      await ifConditionHolds(table.client.send(new PutItemCommand({
        TableName: table.name, Item: toItem(audit), ConditionExpression: 'attribute_not_exists(pk)',
      })))
    },

    async newest(limit: number): Promise<PriceAudit[]> {
      const audits: PriceAudit[] = []
      const range = { pk: AUDIT, from: ' ', to: AFTER_ALL }
      for await (const item of queryItems(table, range, { newestFirst: true, limit })) audits.push(toAudit(item))
      return audits
    },
  }
}

function toItem(audit: PriceAudit): Item {
  const { at, requestId, subject, via, before, after } = audit
  const item: Item = { ...itemKey(AUDIT, `${new Date(at).toISOString()}#${requestId}#${subject}`), via: { S: via } }
  for (const name of TEXTS) item[name] = { S: audit[name] }
  if (before !== null) item.before = { S: before }
  if (after !== null) item.after = { S: after }
  return item
}

function toAudit(item: Item): PriceAudit {
  const text = (name: (typeof TEXTS)[number]) => textAttribute(item, name)
  return {
    at: text('at'),
    by: text('by'),
    via: VIAS.find((via) => via === item.via?.S) ?? 'api',
    requestId: text('requestId'),
    action: text('action'),
    subject: text('subject'),
    reason: text('reason'),
    before: item.before?.S ?? null,
    after: item.after?.S ?? null,
  }
}
