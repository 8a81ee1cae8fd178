export type ModelMedia = 'text' | 'image' | 'video' | 'rerank'

/** What a model is billed by, as far as its id tells: tokens (`text`), images, seconds of video or search units. */
export function mediaOf(modelId: string): ModelMedia {
  if (/(^|[./])(stability\.|amazon\.nova-canvas|amazon\.titan-image-generator)/.test(modelId)) return 'image'
  if (/(^|[./])(luma\.|twelvelabs\.|amazon\.nova-reel)/.test(modelId)) return 'video'
  if (/rerank/.test(modelId)) return 'rerank'
  return 'text'
}
