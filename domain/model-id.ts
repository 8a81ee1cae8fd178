/** A model reference taken apart: the base model and how it was reached. */
export interface ModelRef {
  /** `anthropic.claude-sonnet-4-5-20250929-v1:0`, the resource part of an opaque ARN (`provisioned-model/…`), or `unknown`. */
  readonly modelId: string
  /** `in-region`, a profile's prefix (`us`, `eu`, `global`, …), or how an opaque resource is reached (`provisioned`, …). */
  readonly scope: string
}

export const IN_REGION = 'in-region'
export const UNKNOWN_MODEL: ModelRef = { modelId: 'unknown', scope: 'unknown' }

const VENDORS: ReadonlySet<string> = new Set([
  'ai21', 'alibaba', 'amazon', 'anthropic', 'arcee', 'bria', 'camb', 'cohere', 'deepseek', 'evolutionaryscale', 'google', 'ibm',
  'liquid', 'luma', 'meta', 'microsoft', 'minimax', 'mistral', 'mistralai', 'moonshot', 'moonshotai', 'nvidia', 'openai',
  'poolside', 'qwen', 'stability', 'tii', 'twelvelabs', 'upstage', 'writer', 'xai', 'zai', 'zhipu',
])

/** Resource types whose id says nothing about the model behind them. */
const OPAQUE_SCOPES: ReadonlyMap<string, string> = new Map([
  ['application-inference-profile', 'application-profile'],
  ['provisioned-model', 'provisioned'],
  ['custom-model', 'custom'],
  ['custom-model-deployment', 'custom'],
  ['imported-model', 'imported'],
  ['prompt', 'prompt'],
  ['prompt-router', 'prompt-router'],
  ['default-prompt-router', 'prompt-router'],
])

const ARN = /^arn:[\w-]+:([\w-]+):[^:]*:[^:]*:(.*)$/s

export function isKnownVendor(segment: string): boolean {
  return VENDORS.has(segment)
}

/** Takes apart what a caller passed as modelId: a bare id, a system profile's id or an ARN of any partition. Never guesses. */
export function parseModelRef(ref: string): ModelRef {
  const text = ref.trim()
  const arn = ARN.exec(text)
  if (arn !== null) return parseResource(arn[1] ?? '', arn[2] ?? '')
  return parseBareId(text)
}

/** True for an id that names vendor and model (`us.anthropic.claude-…`, `deepseek.v3.2`) and for a Bedrock ARN. */
export function isFullModelRef(ref: string): boolean {
  if (/^arn:[\w-]+:bedrock:[\w-]*:\d*:[\w.:/-]+$/.test(ref)) return true
  if (!/^[\w.:-]{3,200}$/.test(ref)) return false
  const [vendor = '', model = ''] = parseBareId(ref).modelId.split('.')
  return isKnownVendor(vendor) && model !== ''
}

function parseResource(service: string, resource: string): ModelRef {
  const slash = resource.indexOf('/')
  const type = resource.slice(0, slash)
  const name = resource.slice(slash + 1)
  if (slash < 1 || name === '') return UNKNOWN_MODEL
  if (service === 'sagemaker') return { modelId: `sagemaker-${resource}`, scope: 'marketplace' }
  if (type === 'foundation-model' || type === 'inference-profile') return parseBareId(name)
  return { modelId: resource, scope: OPAQUE_SCOPES.get(type) ?? 'unknown' }
}

/** Any first segment is a profile's prefix if a known vendor and a model follow: AWS adds geographies faster than lists do. */
function parseBareId(id: string): ModelRef {
  if (id === '') return UNKNOWN_MODEL
  const [first = '', second = '', third = ''] = id.split('.', 3)
  const prefixed = isKnownVendor(second) && third !== '' && !isKnownVendor(first) && /^[a-z][a-z0-9-]*$/.test(first)
  return prefixed ? { modelId: id.slice(first.length + 1), scope: first } : { modelId: id, scope: IN_REGION }
}
