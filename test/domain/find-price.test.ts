import t from 'tap'
import { findPrice } from '../../domain/find-price.ts'
import { createPriceBook } from '../../domain/price-book.ts'
import { inOut, priceRecord } from '../fixtures/prices.ts'

const FROM = '2026-01-01T00:00:00Z'
const AT = Date.parse('2026-07-01T00:00:00Z')
const keys = (...names: string[]) => names.map((key, index) => priceRecord(key, FROM, inOut(`0.${index + 1}`, '0')))

function find(records: Parameters<typeof createPriceBook>[0], ref: [modelId: string, scope: string, region: string], atMs = AT) {
  const found = findPrice(createPriceBook(records), ...ref, atMs)
  return typeof found === 'string' ? found : [found.key, ...found.flags].join(' ')
}

t.test('the most exact key wins, and a relative is taken with a flag', async (t) => {
  const all = keys('amazon.m', 'bedrock/eu-west-2/amazon.m', 'eu.amazon.m', 'us.amazon.m', 'global.amazon.m', 'bedrock_mantle/amazon.m', 'bedrock/amazon.m')
  const cases: [listed: string[], scope: string, region: string, expected: string][] = [
    [all.map((r) => r.key), 'in-region', 'eu-west-2', 'bedrock/eu-west-2/amazon.m'],
    [all.map((r) => r.key), 'in-region', 'eu-west-1', 'amazon.m'],
    [['bedrock/amazon.m', 'bedrock_mantle/amazon.m'], 'in-region', 'eu-west-1', 'bedrock_mantle/amazon.m'],
    [['bedrock/amazon.m'], 'in-region', 'eu-west-1', 'bedrock/amazon.m inferred:bedrock_key'],
    [['eu.amazon.m', 'us.amazon.m'], 'in-region', 'eu-west-1', 'eu.amazon.m inferred:geo_sibling'],
    [['us.amazon.m', 'apac.amazon.m'], 'in-region', 'eu-west-1', 'us.amazon.m inferred:geo_sibling'],
    [all.map((r) => r.key), 'eu', 'eu-west-2', 'eu.amazon.m'],
    [['bedrock/eu.amazon.m', 'us.amazon.m'], 'eu', 'eu-west-2', 'bedrock/eu.amazon.m'],
    [['bedrock/eu-west-2/amazon.m', 'us.amazon.m'], 'eu', 'eu-west-2', 'bedrock/eu-west-2/amazon.m inferred:region_key'],
    [['us.amazon.m', 'amazon.m'], 'ca', 'ca-central-1', 'us.amazon.m inferred:geo_sibling'],
    [['us.amazon.m', 'apac.amazon.m'], 'kr', 'ap-northeast-2', 'apac.amazon.m inferred:geo_sibling'],
    [['us.amazon.m'], 'mx', 'mx-central-1', 'us.amazon.m inferred:geo_sibling'],
    [['amazon.m', 'bedrock_mantle/amazon.m'], 'eu', 'eu-west-2', 'amazon.m inferred:bare_key'],
    [['bedrock_mantle/amazon.m'], 'eu', 'eu-west-2', 'bedrock_mantle/amazon.m inferred:mantle_key'],
    [all.map((r) => r.key), 'global', 'eu-west-2', 'global.amazon.m'],
    [['amazon.m', 'us.amazon.m'], 'global', 'eu-west-2', 'amazon.m inferred:bare_key'],
    [['us.amazon.m'], 'global', 'eu-west-2', 'unknown_model'],
  ]
  for (const [listed, scope, region, expected] of cases) {
    t.equal(find(keys(...listed), ['amazon.m', scope, region]), expected, `${scope} ${region}: ${listed.join(' ')}`)
  }
})

t.test('GovCloud never takes a commercial price', async (t) => {
  const commercial = keys('amazon.m', 'us.amazon.m', 'global.amazon.m', 'bedrock_mantle/amazon.m')
  const profile = keys('us-gov.amazon.m')
  const regional = keys('bedrock/us-gov-west-1/amazon.m')
  const cases: [records: typeof commercial, scope: string, expected: string][] = [
    [commercial, 'in-region', 'unknown_model'],
    [commercial, 'us-gov', 'unknown_model'],
    [[...commercial, ...profile], 'us-gov', 'us-gov.amazon.m'],
    [[...commercial, ...profile], 'in-region', 'us-gov.amazon.m inferred:geo_sibling'],
    [[...profile, ...regional], 'in-region', 'bedrock/us-gov-west-1/amazon.m'],
    [regional, 'us-gov', 'bedrock/us-gov-west-1/amazon.m'],
  ]
  for (const [records, scope, expected] of cases) t.equal(find(records, ['amazon.m', scope, 'us-gov-west-1']), expected)
})

t.test('other spellings of the version match, similar names do not', async (t) => {
  t.equal(find(keys('us.amazon.m-v1'), ['amazon.m-v1:0', 'us', 'us-east-1']), 'us.amazon.m-v1 alias:version_suffix')
  t.equal(find(keys('amazon.m-v1:0'), ['amazon.m', 'in-region', 'us-east-1']), 'amazon.m-v1:0 alias:version_suffix')
  t.equal(find(keys('amazon.m-4-5'), ['amazon.m-4-55', 'in-region', 'us-east-1']), 'unknown_model')
  t.equal(find(keys('amazon.m-v2:1'), ['amazon.m-v2', 'in-region', 'us-east-1']), 'unknown_model')
  t.equal(
    find(keys('moonshot.kimi-k2-thinking'), ['moonshotai.kimi-k2-thinking', 'in-region', 'eu-west-1']),
    'moonshot.kimi-k2-thinking alias:provider',
  )
})

t.test('a key the feed has dropped yields to one it lists, but not to a relative', async (t) => {
  const dropped = [priceRecord('us.amazon.m-v1:0', FROM, inOut('0.1', '0'), { listedLatest: false })]
  t.equal(find([...dropped, ...keys('us.amazon.m-v1')], ['amazon.m-v1:0', 'us', 'us-east-1']), 'us.amazon.m-v1 alias:version_suffix')
  t.equal(find([...dropped, ...keys('eu.amazon.m-v1:0')], ['amazon.m-v1:0', 'us', 'us-east-1']), 'us.amazon.m-v1:0')
})

t.test('where there is no price, the reason says why', async (t) => {
  const zero = priceRecord('amazon.m', FROM, inOut('0', '0'))
  const long = Date.parse('2025-01-01T00:00:00Z')
  t.equal(find([], ['amazon.m', 'in-region', 'us-east-1']), 'unknown_model')
  t.equal(find([zero], ['amazon.m', 'in-region', 'us-east-1']), 'zero_price_entry')
  t.equal(find(keys('amazon.m'), ['amazon.m', 'in-region', 'us-east-1'], long), 'before_first_price')
  t.equal(find([zero, ...keys('us.amazon.m')], ['amazon.m', 'in-region', 'us-east-1']), 'us.amazon.m inferred:geo_sibling')
  t.equal(find(keys('amazon.m'), ['amazon.m', 'in-region', 'us-east-1'], Date.parse('2025-12-31T00:00:00Z')), 'amazon.m carried_back')
})

t.test('a key out of reach of its time leaves the next one to answer', async (t) => {
  const records = [priceRecord('eu.amazon.m', '2026-06-30T00:00:00Z', inOut('0.1', '0')), ...keys('us.amazon.m')]
  t.equal(find(records, ['amazon.m', 'eu', 'eu-west-1'], Date.parse('2026-02-01T00:00:00Z')), 'us.amazon.m inferred:geo_sibling')
})

t.test('in-region calls cost what their geography does where the bare key repeats the global price', async (t) => {
  const prices = (bare: string, global: string, us: string, jp?: string) => [
    priceRecord('amazon.m', FROM, inOut(bare, '1')),
    priceRecord('global.amazon.m', FROM, inOut(global, '1')),
    priceRecord('us.amazon.m', FROM, inOut(us, '1')),
    ...(jp === undefined ? [] : [priceRecord('jp.amazon.m', FROM, inOut(jp, '1'))]),
  ]
  const cases: [records: ReturnType<typeof prices>, region: string, expected: string][] = [
    [prices('0.3', '0.3', '0.33'), 'us-east-1', 'us.amazon.m adjusted:in_region_rate'],
    [prices('0.3', '0.3', '0.33', '0.34'), 'ap-northeast-1', 'jp.amazon.m adjusted:in_region_rate'],
    [prices('0.3', '0.3', '0.33'), 'ap-northeast-1', 'us.amazon.m adjusted:in_region_rate'],
    [prices('0.3', '0.3', '0.3'), 'us-east-1', 'amazon.m'],
    [prices('0.33', '0.3', '0.33'), 'us-east-1', 'amazon.m'],
    [[...prices('0.3', '0.3', '0.33'), ...keys('bedrock/us-east-1/amazon.m')], 'us-east-1', 'bedrock/us-east-1/amazon.m'],
    [prices('0.3', '0.3', '0.33').filter((record) => record.key !== 'global.amazon.m'), 'us-east-1', 'amazon.m'],
  ]
  for (const [records, region, expected] of cases) t.equal(find(records, ['amazon.m', 'in-region', region]), expected)

  const off = findPrice(createPriceBook(prices('0.3', '0.3', '0.33'), { inRegionFix: false }), 'amazon.m', 'in-region', 'us-east-1', AT)
  t.match(off, { key: 'amazon.m', flags: [] })
})
