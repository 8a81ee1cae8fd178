import t from 'tap'
import { embeddedDynamoDbClient } from '../../../adapters/dynamodb-client.ts'
import { dynamoDbPriceStore } from '../../../adapters/dynamodb-price-store.ts'
import { startEmbeddedDynamoDb } from '../../../adapters/embedded-dynamodb.ts'
import { openLocal } from '../../../adapters/open-ports.ts'
import { MODEL_PRICING_TABLE } from '../../../domain/contract.ts'
import { OWN_PRICE_RECORDS } from '../../../domain/own-price-book.ts'
import { priceRecordId } from '../../../domain/price-record.ts'
import { seedPricesCommand } from '../../../server/commands/seed-prices-command.ts'
import { localAws } from '../../fixtures/invoke-bundle.ts'
import { inOut, priceRecord } from '../../fixtures/prices.ts'
import { runCommandFile } from '../../fixtures/run-command.ts'

const TOTAL = OWN_PRICE_RECORDS.length
const MANUAL = priceRecord('amazon.nova-pro-v1:0', '2026-07-01T00:00:00Z', inOut('1', '2'), { source: 'manual' })
const ids = (records: Parameters<typeof priceRecordId>[0][]) => records.map(priceRecordId).sort()

t.test('a table gets the built-in list beside what is in it, once', async (t) => {
  const server = await startEmbeddedDynamoDb(t.testdir())
  const client = embeddedDynamoDbClient(server.endpoint)
  t.teardown(async () => {
    client.destroy()
    await server.close()
  })
  const prices = dynamoDbPriceStore({ client, name: MODEL_PRICING_TABLE })
  await prices.append([MANUAL])
  const seed = (table: string) => runCommandFile('seed-prices', ['--table', table], localAws({ DYNAMODB: server.endpoint }))
  const told = (added: number) => ({ exitCode: 0, stderr: '', stdout: `${added} of ${TOTAL} price records added; the price book is at version 2\n` })
  t.same(await seed(MODEL_PRICING_TABLE), told(TOTAL))
  const { records } = await prices.read()
  t.same(ids([...records]), ids([MANUAL, ...OWN_PRICE_RECORDS]))
  t.same(records.find(({ source }) => source === 'manual'), MANUAL)
  t.same(await seed(MODEL_PRICING_TABLE), told(0))
  t.match(await seed('nowhere'), { exitCode: 1, stdout: '', stderr: /not found/ })
})

t.test('a data folder gets it too', async (t) => {
  const data = t.testdir()
  const seed = () => runCommandFile('seed-prices', ['--data', data])
  t.match(await seed(), { exitCode: 0, stderr: '', stdout: `${TOTAL} of ${TOTAL} price records added; the price book is at version 1\n` })
  t.match(await seed(), { exitCode: 0, stdout: `0 of ${TOTAL} price records added; the price book is at version 1\n` })
  const { prices, close } = await openLocal(data, { mode: 'write' })
  t.same(ids([...(await prices.read()).records]), ids([...OWN_PRICE_RECORDS]))
  await close()
})

t.test('it wants to know where to, and only that', async (t) => {
  for (const values of [{}, { table: 'a', data: 'b' }]) {
    await t.rejects(async () => seedPricesCommand.run(values, []), { message: 'either --table NAME or --data DIR is needed' })
  }
})
