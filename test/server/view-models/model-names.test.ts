import t from 'tap'
import { modelNames } from '../../../server/view-models/model-names.ts'

t.test('model ids read as names', async (t) => {
  const cases: [string, string][] = [
    ['anthropic.claude-sonnet-4-5-20250929-v1:0', 'Claude Sonnet 4.5'],
    ['anthropic.claude-3-5-sonnet-20241022-v2:0', 'Claude 3.5 Sonnet 20241022 v2'],
    ['anthropic.claude-opus-4-6-v1', 'Claude Opus 4.6'],
    ['anthropic.claude-sonnet-4-6', 'Claude Sonnet 4.6'],
    ['amazon.nova-pro-v1:0', 'Nova Pro'],
    ['amazon.nova-2-lite-v1:0', 'Nova 2 Lite'],
    ['amazon.titan-embed-text-v2:0', 'Titan Embed Text v2'],
    ['meta.llama3-3-70b-instruct-v1:0', 'Llama 3.3 70B Instruct'],
    ['openai.gpt-oss-120b-1:0', 'GPT OSS 120B'],
    ['application-inference-profile/p3x9k2m7qa1d', 'p3x9k2m7qa1d'],
    ['<b>odd', '<b>odd'],
    ['odd/', 'odd/'],
  ]
  for (const [id, name] of cases) t.equal(modelNames([id]).get(id), name)
})

t.test('no two models share a name', async (t) => {
  const ids = ['anthropic.claude-3-sonnet-20240229-v1:0', 'anthropic.claude-3-sonnet-20250101-v1:0', 'amazon.nova-pro-v1:0']
  t.strictSame([...modelNames(ids).values()], [ids[0], ids[1], 'Nova Pro'])
})

t.test('a model named twice is one model', async (t) => {
  t.equal(modelNames(['amazon.nova-pro-v1:0', 'amazon.nova-pro-v1:0']).get('amazon.nova-pro-v1:0'), 'Nova Pro')
})
