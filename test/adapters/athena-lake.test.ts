import t from 'tap'
import { awsUsageLake } from '../fixtures/aws/usage-lake.ts'
import { eventLakeSpec } from './specs/event-lake.ts'
import { invocationsSpec } from './specs/invocations.ts'

t.test('Firehose and Athena as event table', async (t) => {
  eventLakeSpec(t, (t) => awsUsageLake(t), 12)
  invocationsSpec(t, (t) => awsUsageLake(t), 12)
})
