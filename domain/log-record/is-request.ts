import { mediaOf } from '../model-media.ts'
import type { ModelRef } from '../model-id.ts'
import { hasContent } from './body.ts'
import type { Envelope } from './envelope.ts'
import type { TokenCounts } from './token-counts.ts'

/** Scopes behind which any kind of model may stand. */
const OPAQUE = new Set(['application-profile', 'provisioned', 'custom', 'imported', 'marketplace', 'prompt', 'unknown'])

/**
 * False for the second, empty record that some APIs log of one invocation: no failure, no count, no body, and no model
 * of which nothing else can be expected (images, video and reranking are not counted in tokens).
 */
export function isRequest(envelope: Envelope, model: ModelRef, tokens: TokenCounts): boolean {
  if (envelope.errorCode !== null) return true
  const counts = [tokens.input, tokens.output, tokens.cacheRead, tokens.cacheWrites.total]
  if (counts.some((count) => count !== null)) return true
  const { input, output } = envelope
  if (hasContent(input['inputBodyJson']) || hasContent(output['outputBodyJson'])) return true
  if (hasContent(input['inputBodyS3Path']) || hasContent(output['outputBodyS3Path'])) return true
  if (mediaOf(model.modelId) !== 'text') return true
  return OPAQUE.has(model.scope) && Object.keys(output).length > 0
}
