import t from 'tap'
import { canBeHome, isRegion, partitionOf, WELL_KNOWN_REGIONS } from '../../../domain/config/region.ts'

t.test('a region has the form of one, whether or not it exists today', async (t) => {
  for (const name of [...WELL_KNOWN_REGIONS, 'us-east-9', 'eu-central-12', 'eusc-de-east-1', 'us-iso-west-1', 'us-isob-east-1']) t.ok(isRegion(name), name)
  for (const name of ['', 'us-east', 'us-east-', 'us-eats-1', 'useast-1', 'US-EAST-1', 'us-east-1a', 'xx-east-1', 'us-east-1 ', 'us-eastwest-1', 'global']) {
    t.notOk(isRegion(name), name)
  }
})

t.test('a region is in one partition', async (t) => {
  for (const [region, partition] of [
    ['us-east-1', 'aws'], ['eu-west-1', 'aws'], ['us-gov-west-1', 'aws-us-gov'], ['cn-north-1', 'aws-cn'], ['ca-central-1', 'aws'],
    ['eusc-de-east-1', 'aws-eusc'], ['us-iso-east-1', 'aws-iso'], ['us-isob-east-1', 'aws-iso-b'], ['us-isof-south-1', 'aws-iso-f'], ['eu-isoe-west-1', 'aws-iso-e'],
  ] as const) t.equal(partitionOf(region), partition, region)
})

t.test('a hub is at home where Firehose delivers to Iceberg tables', async (t) => {
  for (const region of ['us-east-1', 'ap-southeast-4', 'eusc-de-east-1']) t.ok(canBeHome(region), region)
  for (const region of ['us-gov-east-1', 'cn-northwest-1', 'ap-southeast-5']) t.notOk(canBeHome(region), region)
})
