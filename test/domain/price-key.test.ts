import t from 'tap'
import { geosOfRegion, isIgnoredPriceKey, modelVariants } from '../../domain/price-key.ts'

t.test('keys that price something other than a model call are ignored', async (t) => {
  const ignored = [
    'bedrock/us-east-1/1-month-commitment/anthropic.claude-v2', 'bedrock/*/6-month-commitment/cohere.command-text-v14',
    '1024-x-1024/50-steps/stability.stable-diffusion-xl-v1', 'max-x-max/max-steps/stability.stable-diffusion-xl-v0',
    'bedrock/invoke/anthropic.claude-3-5-sonnet-20240620-v1:0', 'claude-sonnet-4-5-20250929-v1:0',
    'bedrock/us-gov-west-1/claude-sonnet-4-5-20250929-v1:0', 'anthropic.claude-haiku-4-5@20251001',
    'anthropic.claude-3-7-sonnet-20240620-v1:0',
  ]
  const kept = [
    'anthropic.claude-sonnet-4-6', 'us.deepseek.v3.2', 'bedrock/eu-west-2/qwen.qwen3-coder-next', 'bedrock_mantle/xai.grok-4.3',
    'bedrock/moonshotai.kimi-k2.5', 'bedrock/us-gov-east-1/amazon.nova-pro-v1:0',
  ]
  for (const key of ignored) t.ok(isIgnoredPriceKey(key), key)
  for (const key of kept) t.notOk(isIgnoredPriceKey(key), key)
})

t.test('a model is looked up under every spelling of its version, the given one first', async (t) => {
  const spellings = (id: string) => modelVariants(id).map((variant) => variant.modelId)
  t.same(spellings('a.b-v1:0'), ['a.b-v1:0', 'a.b-v1:0:0', 'a.b-v1', 'a.b-v1:0-v1', 'a.b-v1:0-v1:0', 'a.b'])
  t.same(spellings('a.b'), ['a.b', 'a.b:0', 'a.b-v1', 'a.b-v1:0'])
  t.same(modelVariants('a.b').map((variant) => variant.alias), [null, ...Array<string>(3).fill('alias:version_suffix')])
})

t.test('vendors are exchanged only where the table says so', async (t) => {
  t.same(modelVariants('moonshotai.kimi-k2-thinking').at(-1), { modelId: 'moonshot.kimi-k2-thinking', alias: 'alias:provider' })
  t.notOk(modelVariants('moonshotai.kimi-k2.5').some((variant) => variant.alias === 'alias:provider'))
})

t.test('a region belongs to geographies, the closest first', async (t) => {
  const cases: [string, string[]][] = [
    ['us-west-2', ['us']], ['eu-west-2', ['eu']], ['ap-northeast-1', ['jp', 'apac']], ['ap-southeast-2', ['au', 'apac']],
    ['ap-south-1', ['in', 'apac']], ['ap-northeast-2', ['apac']], ['ca-central-1', ['ca', 'us']], ['sa-east-1', ['us']],
  ]
  for (const [region, geos] of cases) t.same(geosOfRegion(region), geos, region)
})
