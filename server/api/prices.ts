import { z } from 'zod'
import { listedPrice, PRICE_COMPONENTS } from '../../domain/price-components.ts'
import type { PriceStore } from '../../domain/price-ports.ts'
import type { PriceRecord } from '../../domain/price-record.ts'
import { choice, onlyKnown } from '../../domain/query-parameters.ts'
import { currentPrices } from '../view-models/pricing-list.ts'
import { componentLabel, componentUnit } from '../view-models/pricing-components.ts'
import { modelOfKey, scopeOfKey } from '../view-models/pricing-key-name.ts'
import type { ApiRoute } from './api-route.ts'
import type { ApiRow } from './listing.ts'
import { LISTING_PARAMETERS } from './send-listing.ts'
import { DECIMAL } from './usage-schema.ts'

const NAMES = PRICE_COMPONENTS.map(({ name }) => `${name}Usd`)
const WHICH = ['current', 'all'] as const

const ROW = {
  key: z.string().describe('Model id with its scope, or region key'),
  model: z.string(),
  scope: z.string().describe('How the model is reached at that price: us, eu-west-2; empty for the model as such'),
  effectiveFrom: z.string().describe('ISO instant, inclusive'),
  recordedAt: z.string(),
  voidedAt: z.string().nullable().describe('When it was corrected; null of a price that stands'),
  source: z.string().nullable(),
  isListed: z.boolean().describe('False once the feed no longer lists it'),
}

/** `/prices`: what is on the page about prices, or all that ever was. */
export function pricesRoute(prices: Pick<PriceStore, 'read'>): ApiRoute {
  return {
    path: '/prices',
    summary: 'Prices',
    description: 'List prices in USD per million tokens, or per unit of anything else, before discounts; null where none is listed.',
    parameters: { which: z.enum(WHICH).optional().describe('Of each key the price that holds now, or `all` that were ever recorded.') },
    filtersTags: false,
    row: z.object({
      ...ROW,
      ...Object.fromEntries(PRICE_COMPONENTS.map((component) =>
        [`${component.name}Usd`, DECIMAL.nullable().describe(`${componentLabel(component)}, per ${componentUnit(component)}`)])),
    }),
    about: { version: z.int().describe('Grows with every change of prices or discounts') },
    async list({ query, now }) {
      const parameters = new URLSearchParams(query)
      onlyKnown(parameters, ['which', ...LISTING_PARAMETERS])
      const which = choice(parameters, 'which', WHICH)
      const { records, version } = await prices.read()
      const listed = which === 'all' ? records : currentPrices(records, now)
      return { columns: [...Object.keys(ROW), ...NAMES], decimals: NAMES, rows: listed.map(priceRow), about: { version } }
    },
  }
}

function priceRow(record: PriceRecord): ApiRow {
  const { key, effectiveFrom, recordedAt, voidedAt = null, source = null, listedLatest } = record
  return {
    key, model: modelOfKey(key), scope: scopeOfKey(key).join(' '), effectiveFrom, recordedAt, voidedAt, source, isListed: listedLatest !== false,
    ...Object.fromEntries(PRICE_COMPONENTS.map((component) => [`${component.name}Usd`, listedPrice(component, record)])),
  }
}
