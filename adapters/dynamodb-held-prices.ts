import { DeleteItemCommand, PutItemCommand } from '@aws-sdk/client-dynamodb'
import type { HeldPrice } from '../domain/held-price.ts'
import type { HeldPrices } from '../domain/price-ports.ts'
import { itemKey, textAttribute } from './dynamodb-item.ts'
import { AFTER_ALL, queryItems, type Table } from './dynamodb-table.ts'

const HELD = 'HELD'

/** `HELD` / `<key>` of the table model-pricing. */
export function dynamoDbHeldPrices(table: Table): HeldPrices {
  return {
    async held() {
      const held: HeldPrice[] = []
      for await (const item of queryItems(table, { pk: HELD, from: ' ', to: AFTER_ALL })) {
        held.push(JSON.parse(textAttribute(item, 'held')) as HeldPrice)
      }
      return held
    },

    async saveHeld(held) {
      const Item = { ...itemKey(HELD, held.key), held: { S: JSON.stringify(held) } }
      await table.client.send(new PutItemCommand({ TableName: table.name, Item }))
    },

    async dropHeld(key) {
      await table.client.send(new DeleteItemCommand({ TableName: table.name, Key: itemKey(HELD, key) }))
    },
  }
}
