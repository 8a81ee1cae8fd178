import t from 'tap'
import { mediaOf } from '../../domain/model-media.ts'

t.test('a model id tells what else than tokens it is billed by', async (t) => {
  for (const [id, media] of [
    ['amazon.nova-canvas-v1:0', 'image'],
    ['amazon.titan-image-generator-v2:0', 'image'],
    ['stability.sd3-5-large-v1:0', 'image'],
    ['stability.stable-diffusion-xl-v1', 'image'],
    ['custom-model/amazon.nova-canvas-v1:0/abc', 'image'],
    ['amazon.nova-reel-v1:1', 'video'],
    ['luma.ray-v2:0', 'video'],
    ['twelvelabs.pegasus-1-2-v1:0', 'video'],
    ['cohere.rerank-v3-5:0', 'rerank'],
    ['amazon.rerank-v1:0', 'rerank'],
    ['amazon.titan-embed-image-v1', 'text'],
    ['anthropic.claude-sonnet-5', 'text'],
    ['unknown', 'text'],
  ] as const) t.equal(mediaOf(id), media, id)
})
