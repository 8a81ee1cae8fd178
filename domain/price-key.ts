/**
 * Price keys that look like a model's but are not: provisioned commitments, prices by image size, ids without a
 * vendor or that do not exist, and the `bedrock/invoke/` duplicates.
 */
export function isIgnoredPriceKey(key: string): boolean {
  return (
    /^bedrock\/[^/]+\/\d+-month-commitment\//.test(key) ||
    /^(?:\d+-x-\d+|max-x-max)\//.test(key) ||
    key.startsWith('bedrock/invoke/') ||
    key.includes('@') ||
    !key.slice(key.lastIndexOf('/') + 1).includes('.') ||
    key === 'anthropic.claude-3-7-sonnet-20240620-v1:0'
  )
}

export interface ModelVariant {
  readonly modelId: string
  /** Why the spelling differs from the one asked for; null for that one itself. */
  readonly alias: 'alias:version_suffix' | 'alias:provider' | null
}

/** Models that AWS and price files spell with different vendors. Listed one by one: spelling is never guessed. */
const PROVIDER_ALIASES: ReadonlyMap<string, string> = new Map([
  ['moonshot.kimi-k2-thinking', 'moonshotai.kimi-k2-thinking'],
  ['moonshotai.kimi-k2-thinking', 'moonshot.kimi-k2-thinking'],
])

/** Spellings under which the model may be listed, the given one first: `…-v1:0`, `…-v1` and no suffix are the same. */
export function modelVariants(modelId: string): ModelVariant[] {
  const bare = modelId.replace(/-v1(?::0)?$/, '')
  const spellings = new Set([modelId, `${modelId}:0`, modelId.replace(/:0$/, ''), `${modelId}-v1`, `${modelId}-v1:0`, bare])
  const variants: ModelVariant[] = [...spellings].map((spelling) => ({
    modelId: spelling,
    alias: spelling === modelId ? null : 'alias:version_suffix',
  }))
  const other = PROVIDER_ALIASES.get(modelId)
  return other === undefined ? variants : [...variants, { modelId: other, alias: 'alias:provider' }]
}

/** Geographies whose inference profiles serve a region, the closest first. */
export function geosOfRegion(region: string): string[] {
  if (region === 'ap-northeast-1' || region === 'ap-northeast-3') return ['jp', 'apac']
  if (region === 'ap-southeast-2' || region === 'ap-southeast-4') return ['au', 'apac']
  if (region === 'ap-south-1' || region === 'ap-south-2') return ['in', 'apac']
  if (region.startsWith('ap-')) return ['apac']
  if (region.startsWith('eu-')) return ['eu']
  if (region.startsWith('ca-')) return ['ca', 'us']
  return ['us']
}

/** Geographies in the order in which one's price stands in for another's. */
export const SIBLING_GEOS = ['us', 'eu', 'apac', 'jp', 'au', 'ca', 'in'] as const

export function isGovRegion(region: string): boolean {
  return region.startsWith('us-gov-')
}
