import { IN_REGION, parseModelRef } from '../../domain/model-id.ts'
import { longThresholdK, PRICE_COMPONENTS } from '../../domain/price-components.ts'
import type { PriceRecord } from '../../domain/price-record.ts'
import { componentPrice } from './pricing-components.ts'

/** The model that a price key names. */
export function modelOfKey(key: string): string {
  return parseModelRef(lastPart(key)).modelId
}

/** How the model is reached at that price: `us`, `eu-west-2`, nothing for the model as such. */
export function scopeOfKey(key: string): string[] {
  const { scope } = parseModelRef(lastPart(key))
  const path = key.slice(0, -lastPart(key).length).split('/').filter((part) => part !== '' && part !== 'bedrock')
  return [...path.map((part) => (part === 'bedrock_mantle' ? 'mantle' : part)), ...(scope === IN_REGION ? [] : [scope])]
}

/** Prices of its own that a record has for batch calls and for long input. */
export function tiersOf(record: PriceRecord): string[] {
  const hasBatch = PRICE_COMPONENTS.some((component) => component.variant === 'batch' && componentPrice(component, record) !== null)
  const threshold = longThresholdK(record)
  return [...(hasBatch ? ['batch'] : []), ...(threshold === null ? [] : [`over ${threshold}K`])]
}

function lastPart(key: string): string {
  return key.slice(key.lastIndexOf('/') + 1)
}
