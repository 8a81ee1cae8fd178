import { isFullModelRef, parseModelRef } from './model-id.ts'

/** Destinations of each geography's profiles, the narrower geography before the one that it is part of. */
const GEOGRAPHIES: readonly (readonly [prefix: string, region: RegExp])[] = [
  ['us-gov', /^us-gov-/],
  ['ca', /^ca-/],
  // From Canada, the profiles of the US serve Canada too.
  ['us', /^(?:us-(?!gov-|iso)|ca-)/],
  ['eu', /^eu-(?!isoe|sc)/],
  ['jp', /^ap-northeast-[13]$/],
  ['au', /^ap-southeast-[24]$/],
  ['in', /^ap-south-[12]$/],
  ['apac', /^(?:ap-|me-central-1$)/],
]

const MODEL_ARN = /^arn:[\w-]+:bedrock:([a-z0-9-]*):\d*:(foundation-model|inference-profile)\/(.+)$/

/**
 * The reference to price the calls of an application profile by, from the ARNs of the models that it routes to: a model
 * without a region stands behind the global profile, one of the profile's own region for itself, and one in several
 * regions behind the profile of the geography that holds just these. Null where they say nothing as clear as that.
 *
 * `region` is the profile's own.
 */
export function profileSource(modelArns: readonly string[], region: string): string | null {
  const models = modelArns.map((arn) => MODEL_ARN.exec(arn))
  const profiles = new Set<string>()
  const ids = new Set<string>()
  const regions = new Set<string>()
  for (const model of models) {
    const [, modelRegion = '', type = '', id = ''] = model ?? []
    if (!isFullModelRef(id)) return null
    if (type === 'inference-profile') profiles.add(id)
    else regions.add(modelRegion)
    ids.add(parseModelRef(id).modelId)
  }
  const [modelId] = ids
  if (modelId === undefined || ids.size > 1 || profiles.size > 1) return null
  const [profile] = profiles
  if (profile !== undefined) return profile
  const prefix = prefixOf([...regions], region)
  return prefix === null ? null : prefix + modelId
}

function prefixOf(regions: readonly string[], ownRegion: string): string | null {
  if (regions.includes('')) return 'global.'
  if (regions.length === 1) return regions[0] === ownRegion ? '' : null
  const geography = GEOGRAPHIES.find(([, pattern]) => regions.every((region) => pattern.test(region)))
  return geography === undefined ? null : `${geography[0]}.`
}
