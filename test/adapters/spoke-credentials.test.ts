import { STSClient } from '@aws-sdk/client-sts'
import t from 'tap'
import { spokeCredentials } from '../../adapters/spoke-credentials.ts'
import { awsServer, clientSettings } from '../fixtures/aws/server.ts'

const MINUTE = 60_000

t.test('a role is assumed once, kept, and assumed anew five minutes before its session ends', async (t) => {
  let now = Date.parse('2026-07-18T05:00:00Z')
  let sessions = 0
  let failing = false
  const server = await awsServer(() => {
    if (failing) return { status: 403, headers: { 'content-type': 'text/xml' }, body: '<ErrorResponse><Error><Code>AccessDenied</Code></Error></ErrorResponse>' }
    sessions += 1
    const expires = new Date(now + 60 * MINUTE).toISOString()
    return {
      headers: { 'content-type': 'text/xml' },
      body: `<AssumeRoleResponse xmlns="https://sts.amazonaws.com/doc/2011-06-15/"><AssumeRoleResult><Credentials>
        <AccessKeyId>key-${sessions}</AccessKeyId><SecretAccessKey>secret</SecretAccessKey><SessionToken>token</SessionToken>
        <Expiration>${expires}</Expiration></Credentials></AssumeRoleResult></AssumeRoleResponse>`,
    }
  })
  const client = new STSClient(clientSettings(server.endpoint))
  t.teardown(async () => {
    client.destroy()
    await server.close()
  })
  const role = { roleArn: 'arn:aws:iam::111122223333:role/spoke-write-lab', accountId: '444455556666', component: 'parse-log' }
  const credentials = spokeCredentials(client, role, () => now)

  const both = await Promise.all([credentials(), credentials()])
  t.same(both.map(({ accessKeyId }) => accessKeyId), ['key-1', 'key-1'], 'two callers share one request')
  const form = new URLSearchParams(server.requests[0]?.body.toString())
  t.equal(form.get('RoleSessionName'), 'parse-log-444455556666')
  t.equal(form.get('RoleArn'), role.roleArn)

  now += 54 * MINUTE
  t.equal((await credentials()).accessKeyId, 'key-1')
  now += 2 * MINUTE
  t.equal((await credentials()).accessKeyId, 'key-2')

  now += 56 * MINUTE
  failing = true
  await t.rejects(credentials(), { name: 'AccessDenied' })
  failing = false
  t.equal((await credentials()).accessKeyId, 'key-3', 'a failure is not kept')
})
