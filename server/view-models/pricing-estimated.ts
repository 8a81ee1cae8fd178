import type { ExplainedPrice } from '../../domain/explain-cost.ts'
import { isEstimate } from '../../domain/resolve-price.ts'
import { explainHref } from '../explain-state.ts'
import { ESTIMATED_STATE } from '../pricing-report.ts'
import { countCell, usdCell, type CellView } from './cell-view.ts'
import { modelNames } from './model-names.ts'
import { plural } from './plural.ts'
import { flagText } from './price-texts.ts'

export interface EstimatedView {
  readonly subtitle: string
  readonly rows: readonly {
    readonly name: string
    readonly title: string
    readonly badges: readonly string[]
    readonly why: readonly string[]
    readonly cells: readonly CellView[]
    readonly href: string
  }[]
}

/** Costs that are less than certain, by model, with why. */
export function estimatedView(prices: readonly ExplainedPrice[]): EstimatedView {
  const names = modelNames(prices.map(({ model }) => model))
  return {
    subtitle: prices.length === 0 ? 'last 30 days of usage' : `${plural(prices.length, 'price')} in the last 30 days of usage`,
    rows: prices.map((price) => ({
      name: names.get(price.model) ?? price.model,
      title: price.priceKey === null ? price.model : `${price.model}, priced by ${price.priceKey}`,
      badges: [price.modelScope, price.serviceTier].filter((badge) => badge !== 'standard' && badge !== 'in-region'),
      why: whyOf(price),
      cells: [countCell(price.estimatedCalls), usdCell(price.cost)],
      href: explainHref({
        ...ESTIMATED_STATE,
        query: { ...ESTIMATED_STATE.query, filter: { ...ESTIMATED_STATE.query.filter, models: { include: [price.model], exclude: [] } } },
      }, { scope: price.modelScope, tier: price.serviceTier }),
    })),
  }
}

function whyOf({ flags, lines }: ExplainedPrice): string[] {
  const all = [...flags, ...lines.flatMap(({ flag }) => flag ?? [])].filter(isEstimate)
  const texts = [...new Set(all)].map(flagText)
  return texts.length > 0 ? texts : ['Other prices are known now: repricing will tell']
}
