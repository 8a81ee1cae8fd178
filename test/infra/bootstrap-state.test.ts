import { S3Client } from '@aws-sdk/client-s3'
import { writeFileSync } from 'node:fs'
import { join } from 'node:path'
import t, { type Test } from 'tap'
import { missingSteps } from '../../infra/state-bucket.ts'
import { s3SettingsServer } from '../fixtures/aws/s3-settings.ts'
import { clientSettings } from '../fixtures/aws/server.ts'
import { runFile } from '../fixtures/run-command.ts'

const KEY = 'arn:aws:kms:eu-west-1:111122223333:key/1'
const STATE = { bucket: 'example-state', region: 'eu-west-1', kmsKeyArn: null }

async function bucketServer(t: Test, region = 'eu-west-1', foreign: readonly string[] = []) {
  const server = await s3SettingsServer(region, foreign)
  const client = new S3Client({ ...clientSettings(server.endpoint), region })
  t.teardown(async () => {
    client.destroy()
    await server.close()
  })
  return { ...server, client }
}

async function bootstrap(client: S3Client, state: Parameters<typeof missingSteps>[1]): Promise<string[]> {
  const steps = await missingSteps(client, state)
  for (const { run } of steps) await run()
  return steps.map(({ does }) => does)
}

t.test('a bucket is made with everything that it should have, and then nothing is missing', async (t) => {
  const { client, settings } = await bucketServer(t)
  t.same(await bootstrap(client, STATE), [
    'make the bucket example-state in eu-west-1', 'keep old versions of its objects', 'block public access to it', 'encrypt its objects',
    'refuse to speak without TLS', 'drop old versions after 90 days',
  ])
  t.match(settings.get('example-state?'), '<LocationConstraint>eu-west-1</LocationConstraint>')
  t.match(settings.get('example-state?versioning'), '<Status>Enabled</Status>')
  t.equal(settings.get('example-state?publicAccessBlock')?.match(/>true</g)?.length, 4)
  t.match(settings.get('example-state?encryption'), '<SSEAlgorithm>AES256</SSEAlgorithm>')
  t.match(JSON.parse(settings.get('example-state?policy') ?? ''), {
    Statement: [{
      Effect: 'Deny', Principal: '*', Action: 's3:*', Resource: ['arn:aws:s3:::example-state', 'arn:aws:s3:::example-state/*'],
      Condition: { Bool: { 'aws:SecureTransport': 'false' } },
    }],
  })
  t.match(settings.get('example-state?lifecycle'), '<NoncurrentDays>90</NoncurrentDays>')
  t.same(await missingSteps(client, STATE), [])
})

t.test('in us-east-1 a bucket is made without saying where', async (t) => {
  const { client, settings } = await bucketServer(t, 'us-east-1')
  await bootstrap(client, { ...STATE, region: 'us-east-1' })
  t.equal(settings.get('example-state?'), '')
})

t.test('on a bucket that is there, what is set stays and what is missing comes to it', async (t) => {
  const { client, settings } = await bucketServer(t)
  const allow = { Sid: 'Ours', Effect: 'Allow', Principal: { AWS: '111122223333' }, Action: 's3:GetObject', Resource: '*' }
  settings.set('example-state?', '')
  settings.set('example-state?policy', JSON.stringify({ Version: '2012-10-17', Statement: [allow] }))
  settings.set('example-state?lifecycle', '<LifecycleConfiguration><Rule><ID>ours</ID><Status>Enabled</Status></Rule></LifecycleConfiguration>')
  settings.set('example-state?versioning', '<VersioningConfiguration><Status>Suspended</Status></VersioningConfiguration>')
  t.same(await bootstrap(client, STATE), [
    'keep old versions of its objects', 'block public access to it', 'encrypt its objects', 'refuse to speak without TLS',
  ])
  t.match(JSON.parse(settings.get('example-state?policy') ?? ''), { Statement: [allow, { Sid: 'DenyInsecureTransport' }] })
  t.match(settings.get('example-state?lifecycle'), '<ID>ours</ID>')
  t.same(await missingSteps(client, STATE), [])
})

t.test('the key of the configuration is what objects are encrypted with', async (t) => {
  const { client, settings } = await bucketServer(t)
  await bootstrap(client, STATE)
  t.same(await bootstrap(client, { ...STATE, kmsKeyArn: KEY }), [`encrypt its objects with ${KEY}`])
  t.match(settings.get('example-state?encryption'), `<KMSMasterKeyID>${KEY}</KMSMasterKeyID>`)
  t.same(await missingSteps(client, { ...STATE, kmsKeyArn: KEY }), [])
  t.same(await missingSteps(client, STATE), [], 'without one, whatever encrypts them will do')
})

t.test('a bucket in other hands or in another region is left alone', async (t) => {
  const { client, settings, requests } = await bucketServer(t, 'eu-west-1', ['taken'])
  settings.set('example-state?', '')
  await t.rejects(missingSteps(client, { ...STATE, bucket: 'taken' }), { message: /taken is there, but not for these credentials: take another name/ })
  await t.rejects(missingSteps(client, { ...STATE, region: 'us-east-2' }), { message: /example-state is in eu-west-1, not in us-east-2: correct state\.region/ })
  t.same(requests.filter(({ method }) => method === 'PUT'), [])
})

t.test('the command says what it did, or would do', async (t) => {
  const { endpoint, requests } = await bucketServer(t)
  const folder = t.testdir()
  const file = join(folder, 'config.yaml')
  writeFileSync(file, `accounts:
  - {name: main, accountId: "111122223333", primary: true, regions: [eu-west-1]}
state: {bucket: example-state}
`)
  const env = { AWS_ENDPOINT_URL: endpoint, AWS_ACCESS_KEY_ID: 'test', AWS_SECRET_ACCESS_KEY: 'test' }
  const dry = await runFile('infra/commands/bootstrap-state.ts', ['--config', file, '--dry-run'], env)
  t.match(dry, { exitCode: 0, stdout: /^would make the bucket example-state in eu-west-1\n(would .*\n){5}$/ })
  t.same(requests.filter(({ method }) => method === 'PUT'), [])

  const real = await runFile('infra/commands/bootstrap-state.ts', ['--config', file], env)
  t.match(real, { exitCode: 0, stdout: /^did make the bucket example-state in eu-west-1\n(did .*\n){5}$/ })
  const again = await runFile('infra/commands/bootstrap-state.ts', ['--config', file], env)
  t.match(again, { exitCode: 0, stdout: 'example-state has all that it should have\n' })
})

t.test('the role of the configuration is what it acts with', async (t) => {
  const { endpoint, requests } = await bucketServer(t)
  const role = 'arn:aws:iam::111122223333:role/terraform-state'
  const folder = t.testdir({
    'config.yaml': `accounts:
  - {name: main, accountId: "111122223333", primary: true, regions: [eu-west-1]}
state: {bucket: example-state, roleArn: "${role}"}
`,
  })
  const env = { AWS_ENDPOINT_URL: endpoint, AWS_ACCESS_KEY_ID: 'test', AWS_SECRET_ACCESS_KEY: 'test' }
  t.match(await runFile('infra/commands/bootstrap-state.ts', ['--config', join(folder, 'config.yaml')], env), { exitCode: 0 })
  const [assume, ...others] = requests
  t.equal(new URLSearchParams(assume?.body.toString()).get('RoleArn'), role)
  t.ok(others.length > 1)
  for (const { headers } of others) t.match(headers.authorization, /Credential=assumed\//)
})

t.test('the command fails with what is wrong', async (t) => {
  const { endpoint } = await bucketServer(t, 'eu-west-1', ['taken'])
  const folder = t.testdir({
    'bad.yaml': 'accounts: []\n',
    'taken.yaml': 'accounts:\n  - {name: main, accountId: "111122223333", primary: true, regions: [eu-west-1]}\nstate: {bucket: taken}\n',
  })
  const env = { AWS_ENDPOINT_URL: endpoint, AWS_ACCESS_KEY_ID: 'test', AWS_SECRET_ACCESS_KEY: 'test' }
  for (const [args, outcome] of [
    [['--config', join(folder, 'bad.yaml')], { exitCode: 1, stderr: /has 2 mistakes/ }],
    [['--config', join(folder, 'none.yaml')], { exitCode: 1, stderr: /cannot read the configuration: ENOENT/ }],
    [['--config', join(folder, 'taken.yaml')], { exitCode: 1, stderr: /^error: the bucket taken is there, but not for these credentials/m }],
    [['--nonsense'], { exitCode: 2, stderr: /usage: npm run bootstrap-state/ }],
    [['--help'], { exitCode: 0, stdout: /^usage: npm run bootstrap-state/ }],
  ] as const) t.match(await runFile('infra/commands/bootstrap-state.ts', args, env), outcome, args.join(' '))
})
