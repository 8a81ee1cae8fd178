import t from 'tap'
import { profileSource } from '../../domain/profile-source.ts'

const MODEL = 'anthropic.claude-sonnet-4-5-20250929-v1:0'
const inRegion = (region: string, model = MODEL) => `arn:aws:bedrock:${region}::foundation-model/${model}`
const profile = (id: string) => `arn:aws:bedrock:us-east-1:111122223333:inference-profile/${id}`

t.test('the regions that a profile routes to tell the scope of its price', async (t) => {
  const cases: [string, string[], string | null][] = [
    ['us-east-1', ['us-east-1'], ''],
    ['us-east-1', ['us-west-2'], null],
    ['us-east-1', ['us-east-1', 'us-east-2', 'us-west-2'], 'us.'],
    ['ca-central-1', ['ca-central-1', 'us-east-1', 'us-west-2'], 'us.'],
    ['ca-central-1', ['ca-central-1', 'ca-west-1'], 'ca.'],
    ['eu-west-1', ['eu-west-1', 'eu-north-1'], 'eu.'],
    ['us-gov-west-1', ['us-gov-west-1', 'us-gov-east-1'], 'us-gov.'],
    ['ap-northeast-1', ['ap-northeast-3', 'ap-northeast-1'], 'jp.'],
    ['ap-southeast-2', ['ap-southeast-2', 'ap-southeast-4'], 'au.'],
    ['ap-south-1', ['ap-south-1', 'ap-south-2'], 'in.'],
    ['ap-northeast-1', ['ap-northeast-1', 'ap-northeast-2', 'ap-south-1'], 'apac.'],
    ['eu-west-1', ['', 'eu-west-1'], 'global.'],
    ['eu-west-1', ['eu-west-1', 'us-east-1'], null],
    ['sa-east-1', ['sa-east-1', 'us-east-1'], null],
    ['us-gov-west-1', ['us-gov-west-1', 'us-east-1'], null],
    ['us-east-1', [], null],
  ]
  for (const [own, regions, prefix] of cases) {
    const expected = prefix === null ? null : prefix + MODEL
    t.equal(profileSource(regions.map((region) => inRegion(region)), own), expected, `${own}: ${regions.join(' ')}`)
  }
})

t.test('a profile that names another profile stands for that one', async (t) => {
  t.equal(profileSource([profile(`eu.${MODEL}`)], 'us-east-1'), `eu.${MODEL}`)
  t.equal(profileSource([profile(`eu.${MODEL}`), inRegion('eu-west-1')], 'us-east-1'), `eu.${MODEL}`)
  t.equal(profileSource([profile(`eu.${MODEL}`), profile(`us.${MODEL}`)], 'us-east-1'), null)
})

t.test('what names several models, or none that is known for one, is not guessed at', async (t) => {
  t.equal(profileSource([inRegion('us-east-1'), inRegion('us-east-2', 'amazon.nova-lite-v1:0')], 'us-east-1'), null)
  for (const stray of ['', 'x', MODEL, inRegion('us-east-1', 'some-text'), 'arn:aws:bedrock:us-east-1:111122223333:custom-model/a/b']) {
    t.equal(profileSource([inRegion('us-east-1'), stray], 'us-east-1'), null, stray)
  }
})
