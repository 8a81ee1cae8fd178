import { dynamoDbClient } from '../../adapters/dynamodb-client.ts'
import { dynamoDbPriceStore } from '../../adapters/dynamodb-price-store.ts'
import { openLocal } from '../../adapters/open-ports.ts'
import { OWN_PRICE_RECORDS } from '../../domain/own-price-book.ts'
import type { PriceStore } from '../../domain/price-ports.ts'
import { UsageError, type Command } from './cli.ts'

const OPTIONS = {
  table: { type: 'string' },
  data: { type: 'string' },
} as const

export const seedPricesCommand: Command<typeof OPTIONS> = {
  name: 'npm run seed-prices --',
  synopsis: '--table NAME | --data DIR',
  help: `
Fills a new price table with the prices that come with this software. Adds what is not there and changes nothing that is.

  --table NAME   table model-pricing of AWS, in the region AWS_REGION, with the credentials that the AWS SDK finds
  --data DIR     folder with the data of the pipeline

Exit code: 0 done, 1 failed, 2 called wrongly.`,
  options: OPTIONS,
  async run({ table, data }) {
    if ((table === undefined) === (data === undefined)) throw new UsageError('either --table NAME or --data DIR is needed')
    if (table !== undefined) return seed(dynamoDbPriceStore({ client: dynamoDbClient(), name: table }))
    const ports = await openLocal(data ?? '', { mode: 'write', onWait: (message) => process.stderr.write(`${message}\n`) })
    try {
      await seed(ports.prices)
    } finally {
      await ports.close()
    }
  },
}

async function seed(prices: PriceStore): Promise<void> {
  const { added, version } = await prices.append(OWN_PRICE_RECORDS)
  process.stdout.write(`${added} of ${OWN_PRICE_RECORDS.length} price records added; the price book is at version ${version}\n`)
}
