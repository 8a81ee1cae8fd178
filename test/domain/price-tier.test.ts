import t from 'tap'
import { latencyMultiplier, tierMultiplier } from '../../domain/price-tier.ts'

t.test('a tier multiplies the price of families that offer it', async (t) => {
  const cases: [modelId: string, tier: string, hundredths: bigint, flags: string[]][] = [
    ['amazon.nova-pro-v1:0', '', 100n, []],
    ['amazon.nova-pro-v1:0', 'default', 100n, []],
    ['amazon.nova-pro-v1:0', 'standard', 100n, []],
    ['amazon.nova-pro-v1:0', 'flex', 50n, ['tier:flex x0.5']],
    ['amazon.nova-pro-v1:0', 'priority', 175n, ['tier:priority x1.75']],
    ['openai.gpt-oss-20b-1:0', 'flex', 50n, ['tier:flex x0.5']],
    ['anthropic.claude-sonnet-4-6', 'batch', 50n, ['tier:batch x0.5']],
    ['anthropic.claude-sonnet-4-6', 'flex', 100n, ['tier_price_unknown']],
    ['openai.gpt-5.6-sol', 'priority', 100n, ['tier_price_unknown']],
    ['amazon.nova-pro-v1:0', 'turbo', 100n, ['tier_price_unknown']],
  ]
  for (const [modelId, tier, hundredths, flags] of cases) {
    t.match(tierMultiplier(modelId, tier), { hundredths, flags }, `${modelId} ${tier}`)
  }
})

t.test('optimized latency costs a quarter more', async (t) => {
  t.match(latencyMultiplier('optimized'), { hundredths: 125n, flags: ['latency:optimized x1.25'] })
  t.match(latencyMultiplier('standard'), { hundredths: 100n, flags: [] })
  t.match(latencyMultiplier(''), { hundredths: 100n, flags: [] })
})
