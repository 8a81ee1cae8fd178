import type { PriceHistory } from './price-history.ts'
import { geosOfRegion, isGovRegion, modelVariants, SIBLING_GEOS } from './price-key.ts'

/** A listed key that may price a model, and what to say of it if it does. */
export interface PriceCandidate {
  readonly history: PriceHistory
  /** The key is the model id alone, without scope or region. */
  readonly bare: boolean
  readonly flags: readonly string[]
}

interface KeyPattern {
  /** Goes before the model id. */
  readonly prefix: string
  /** Set where the key prices something else that the model's price is inferred from. */
  readonly inferred: string | null
}

/**
 * Listed keys for a model reached through a scope from a region, best first: keys that name exactly this, keys that a
 * feed has dropped since, and only then prices of a relative, each kind in the order of its patterns.
 */
export function priceCandidates(
  histories: ReadonlyMap<string, PriceHistory>,
  modelId: string,
  scope: string,
  region: string,
): PriceCandidate[] {
  const variants = modelVariants(modelId)
  const found = new Map<string, { candidate: PriceCandidate; rank: number }>()
  for (const { prefix, inferred } of keyPatterns(scope, region)) {
    for (const { modelId: spelling, alias } of variants) {
      const history = histories.get(prefix + spelling)
      if (history === undefined || found.has(history.key)) continue
      const flags = [alias, inferred].filter((flag) => flag !== null)
      const rank = (inferred === null ? 0 : 2) + (history.listed ? 0 : 1)
      found.set(history.key, { candidate: { history, bare: prefix === '', flags }, rank })
    }
  }
  return [...found.values()].sort((a, b) => a.rank - b.rank).map(({ candidate }) => candidate)
}

function keyPatterns(scope: string, region: string): KeyPattern[] {
  const exact = (prefix: string): KeyPattern => ({ prefix, inferred: null })
  const regional = `bedrock/${region}/`
  // GovCloud has its own prices: a commercial one never stands in.
  if (scope === 'us-gov') return [exact('us-gov.'), exact(regional)]
  if (isGovRegion(region)) return [exact(regional), { prefix: 'us-gov.', inferred: 'inferred:geo_sibling' }]

  const bare: KeyPattern = { prefix: '', inferred: 'inferred:bare_key' }
  const mantle: KeyPattern = { prefix: 'bedrock_mantle/', inferred: 'inferred:mantle_key' }
  const siblings = [...geosOfRegion(region), ...SIBLING_GEOS].map((geo) => ({
    prefix: `${geo}.`,
    inferred: 'inferred:geo_sibling',
  }))
  if (scope === 'global') return [exact('global.'), bare, mantle]
  if (scope === 'in-region') {
    const unversioned: KeyPattern = { prefix: 'bedrock/', inferred: 'inferred:bedrock_key' }
    return [exact(regional), exact(''), unversioned, exact('bedrock_mantle/'), ...siblings]
  }
  const ofRegion: KeyPattern = { prefix: regional, inferred: 'inferred:region_key' }
  return [exact(`${scope}.`), exact(`bedrock/${scope}.`), ofRegion, ...siblings, bare, mantle]
}
