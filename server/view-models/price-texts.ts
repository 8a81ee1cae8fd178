/** Why calls have no price, or no cost, by the name of the reason. */
const REASONS: Readonly<Record<string, string>> = {
  failed_invocation: 'the call failed without output, which AWS does not bill',
  provisioned_throughput: 'provisioned throughput is billed by the hour',
  reserved_capacity: 'reserved capacity is billed by the month',
  imported_model_cmu: 'imported models are billed by custom model units and minutes',
  marketplace_endpoint: 'Marketplace endpoints are billed by the instance hour',
  unknown_model: 'no price is known for this model',
  zero_price_entry: 'the price list names the model at $0, which means unknown',
  before_first_price: 'the call is too long before the first known price',
  application_profile_unresolved: 'the model behind the application inference profile is not known',
  custom_model: 'the base model of the custom model is not known',
  prompt_router_unresolved: 'the log does not say which model the router called',
  prompt_unresolved: 'the model behind the managed prompt is not known',
  missing_model_id: 'the log names no model',
}

const NO_UNIT_PRICE = 'no_unit_price'

/** What a reason means in words; a reason that has none is given back. */
export function reasonText(reason: string): string {
  const [name = '', units = ''] = reason.split(':')
  if (name === NO_UNIT_PRICE) return `no amount or no price for ${units.split(',').join(' and ')}`
  return REASONS[name] ?? reason
}

/** What flags of a price mean, by the flag or by what stands before its colon. */
const FLAGS: Readonly<Record<string, string>> = {
  'inferred:bare_key': 'The price list has no entry for this way of reaching the model: the price of the model itself is taken',
  'inferred:geo_sibling': 'The price list has no entry for this geography: the price of another one is taken',
  'inferred:mantle_key': 'The price list has the model for another endpoint only: that price is taken',
  'inferred:bedrock_key': 'The price list has the model under a general name only: that price is taken',
  'inferred:region_key': 'The price list has the model for this region only: that price is taken',
  'alias:version_suffix': 'The price list spells the version of the model differently',
  'alias:provider': 'The price list spells the provider of the model differently',
  'derived:cache_read': 'The price of cache reads is not listed: the usual share of the input price is taken',
  'derived:cache_write_5m': 'The price of cache writes is not listed: the usual multiple of the input price is taken',
  'derived:cache_write_1h': 'The price of writes kept for an hour is not listed: the usual multiple of the input price is taken',
  'assumed:5m': 'The log does not say how long writes are kept: 5 minutes are assumed',
  'assumed:1_query': 'Each call is taken as one query of up to 100 documents',
  'assumed:context': 'The price depends on how long the input was, which is known only roughly',
  'carried_back': 'The calls were made before the price was first seen: it is carried back',
  'tier_price_unknown': 'The price of this service tier is not known: the standard price is taken',
  'adjusted:in_region_rate': 'The entry of the model repeats its global price: the price of the geography is taken, as AWS bills it',
  'tier:batch': 'Listed batch prices apply',
}

const DISCOUNT = 'discount:'

/** What a flag means in words: `tier:flex x0.5` is a multiplier. */
export function flagText(flag: string): string {
  const multiplier = /^(tier|latency):(?<name>\S+) x(?<factor>[\d.]+)$/.exec(flag)?.groups
  if (multiplier) return `Standard price × ${multiplier['factor']} for ${multiplier['name']} ${flag.startsWith('tier') ? 'tier' : 'latency'}`
  if (flag.startsWith(DISCOUNT)) return `Negotiated factor ${flag.slice(DISCOUNT.length)} applies`
  return FLAGS[flag] ?? flag
}
