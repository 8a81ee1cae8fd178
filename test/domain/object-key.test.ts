import t from 'tap'
import { parseObjectKey } from '../../domain/object-key.ts'

const HOUR = 'AWSLogs/111122223333/BedrockModelInvocationLogs/us-east-1/2026/07/18/05'
const NAME = '20260718T051640000Z_9b86bf4994c4ab1c.json.gz'
const SOURCE = { accountId: '111122223333', region: 'us-east-1' }

t.test('a log object names its account and region, below any prefix', async (t) => {
  for (const prefix of ['', 'bedrock/', 'data/', 'lake/data/raw/', 'AWSLogs/', 'AWSLogs/999900001111/']) {
    t.same(parseObjectKey(`${prefix}${HOUR}/${NAME}`), SOURCE, prefix)
  }
  t.same(parseObjectKey(`${HOUR}/${NAME}`.replace('us-east-1', 'us-gov-west-1')), { ...SOURCE, region: 'us-gov-west-1' })
})

t.test('side-cars, permission checks and other objects are no logs', async (t) => {
  for (const key of [
    '',
    `${HOUR}/data/0000-1111_input.json.gz`,
    `${HOUR}/data/${NAME}`,
    `data/${HOUR}/data/0000-1111_output.json.gz`,
    'AWSLogs/111122223333/BedrockModelInvocationLogs/amazon-bedrock-logs-permission-check',
    `${HOUR}/amazon-bedrock-logs-permission-check.json`,
    `${HOUR}/${NAME}.tmp`,
    `${HOUR}/${NAME}/`,
    `xAWSLogs/111122223333/BedrockModelInvocationLogs/us-east-1/2026/07/18/05/${NAME}`,
    `${HOUR}/${NAME}`.replace('111122223333', '11112222333'),
    `${HOUR}/${NAME}`.replace('BedrockModelInvocationLogs', 'CloudTrail'),
    `${HOUR}/${NAME}`.replace('/05/', '/'),
  ]) {
    t.equal(parseObjectKey(key), null, key)
  }
})
