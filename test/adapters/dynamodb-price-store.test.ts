import { BatchWriteItemCommand, PutItemCommand, UpdateItemCommand } from '@aws-sdk/client-dynamodb'
import t, { type Test } from 'tap'
import { priceEdits } from '../../adapters/dynamodb-price-edits.ts'
import { dynamoDbPriceStore } from '../../adapters/dynamodb-price-store.ts'
import { MODEL_PRICING_TABLE } from '../../domain/contract.ts'
import { emptyDynamoDb } from '../fixtures/embedded-dynamodb.ts'
import { inOut, priceRecord } from '../fixtures/prices.ts'
import { memoryPriceStore } from '../fixtures/memory-price-store.ts'
import { auditOf, discountEdit, discountOf, editOf } from '../fixtures/price-edits.ts'
import { priceEditsSpec } from './specs/price-edits.ts'
import { priceStoreSpec } from './specs/price-store.ts'

t.test('DynamoDB as price store', async (t) => {
  const open = async (t: Test) => dynamoDbPriceStore({ client: await emptyDynamoDb(t), name: MODEL_PRICING_TABLE })
  priceStoreSpec(t, open)
  priceEditsSpec(t, open)
})

t.test('memory as price store', async (t) => {
  priceStoreSpec(t, async () => memoryPriceStore())
  priceEditsSpec(t, async () => memoryPriceStore())
})

t.test('a change that died half-way gets its version when it is tried again, though nothing is left to write', async (t) => {
  const client = await emptyDynamoDb(t)
  const store = dynamoDbPriceStore({ client, name: MODEL_PRICING_TABLE })
  const record = priceRecord('a', '2026-01-01T00:00:00Z', { input_cost_per_token: '1' })
  const { version } = await store.append([record])
  let dies = true
  client.middlewareStack.add((next, context) => async (args) => {
    const answer = await next(args)
    if (dies && context.commandName === BatchWriteItemCommand.name) throw new Error('died')
    return answer
  }, { step: 'initialize', name: 'die' })

  const next = priceRecord('b', '2026-01-01T00:00:00Z', {})
  await t.rejects(store.append([next]), /died/)
  t.equal((await store.read()).version, version)
  dies = false
  const retried = await store.append([next])
  t.ok(retried.version > version)
  t.strictSame(await store.append([next]), { version: retried.version, added: 0 })
})

t.test('an edit that died anywhere is there whole or not at all, and the next change makes it whole and says so', async (t) => {
  const client = await emptyDynamoDb(t)
  const store = dynamoDbPriceStore({ client, name: MODEL_PRICING_TABLE })
  let writesLeft = Infinity
  client.middlewareStack.add((next, context) => async (args) => {
    const writes = [PutItemCommand.name, UpdateItemCommand.name].includes(context.commandName ?? '')
    if (writes && writesLeft-- <= 0) throw new Error('died')
    return next(args)
  }, { step: 'initialize', name: 'die' })

  let deaths = 0
  for (let [writes, died] = [0, true]; died; writes++) {
    const key = `amazon.key-${writes}`
    const record = priceRecord(key, '2026-01-01T00:00:00Z', inOut('1', '1'))
    await store.append([record])
    const before = await store.read()
    const corrected = { ...record, fields: inOut('2', '2'), recordedAt: '2026-07-20T12:00:00.000Z' }
    const edit = editOf({ add: [corrected], void: [record], audit: auditOf({ subject: key, requestId: key }) })
    writesLeft = writes
    died = await store.edit(edit).then(() => false, () => true)
    deaths += Number(died)
    writesLeft = Infinity
    const after = await store.read()
    const isTaken = after.revisions.has(key)
    const expected = isTaken ? [{ ...record, voidedAt: edit.audit.at }, corrected] : [record]
    t.strictSame(after.records.filter((found) => found.key === key), expected, `${writes} writes`)
    await store.append([])
    const next = await store.read()
    t.strictSame(next.records, after.records)
    t.ok(writes === 0 || next.version > before.version)
    if (isTaken) {
      t.ok(next.changes.some(({ version }) => version > before.version), 'says so')
      t.equal((await store.audit(100)).filter(({ subject }) => subject === key).length, 1)
    }
  }
  t.ok(deaths > 6, `${deaths} deaths`)
})

t.test('an edit that is written late, once more, takes nothing back of what came after it', async (t) => {
  const table = { client: await emptyDynamoDb(t), name: MODEL_PRICING_TABLE }
  const store = dynamoDbPriceStore(table)
  const record = priceRecord('amazon.key', '2026-01-01T00:00:00Z', inOut('1', '1'))
  const discount = discountOf()
  const audit = auditOf({ subject: 'amazon.key' })
  const first = editOf({ add: [record], audit })
  await store.edit(first)
  await store.edit(editOf({ seen: 1, void: [record], audit: { ...audit, at: '2026-07-21T00:00:00.000Z', requestId: 'request 2' } }))
  await store.edit(discountEdit(discount))
  await store.edit(discountEdit({ ...discount, voidedAt: '2026-07-21T00:00:00.000Z' }, 1))
  const [before, told] = [await store.read(), await store.audit(10)]
  await priceEdits(table).carryOut(first)
  await priceEdits(table).carryOut(discountEdit(discount))
  t.strictSame(await store.read(), before)
  t.strictSame(await store.audit(10), told)
})
