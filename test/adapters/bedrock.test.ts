import { BedrockClient } from '@aws-sdk/client-bedrock'
import t, { type Test } from 'tap'
import { bedrockModelSources } from '../../adapters/bedrock.ts'
import { bedrockServer } from '../fixtures/aws/bedrock.ts'
import { clientSettings } from '../fixtures/aws/server.ts'

const ARN = 'arn:aws:bedrock:eu-west-1:111122223333'
const BASE = 'arn:aws:bedrock:eu-west-1::foundation-model/amazon.nova-lite-v1:0'
const PROFILE = `${ARN}:application-inference-profile/abc`

async function open(t: Test, resources: Record<string, object>) {
  const server = await bedrockServer(resources)
  const clients = new Map<string, BedrockClient>()
  const clock = { nowMs: 0 }
  const unresolved: string[][] = []
  t.teardown(async () => {
    for (const client of clients.values()) client.destroy()
    await server.close()
  })
  const sources = bedrockModelSources({
    clientFor(region) {
      const client = clients.get(region) ?? new BedrockClient({ ...clientSettings(server.endpoint), region })
      clients.set(region, client)
      return client
    },
    now: () => clock.nowMs,
    onUnresolved: (...why) => void unresolved.push(why),
  })
  return { server, sources, clock, clients, unresolved }
}

const failing = (name: string) => Object.assign(new Error('x'), { name })
const profileOf = (...modelArns: string[]) => ({ models: modelArns.map((modelArn) => ({ modelArn })) })

t.test('an ARN leads to the model behind it, over as many steps as it takes, asked in its own region', async (t) => {
  const custom = `${ARN}:custom-model/amazon.nova-lite-v1:0/abc`
  const { sources, clients } = await open(t, {
    [`inference-profiles/${PROFILE}`]: profileOf(BASE, BASE.replace('eu-west-1', 'eu-north-1')),
    [`provisioned-model-throughput/${ARN}:provisioned-model/abc`]: { modelArn: custom, foundationModelArn: BASE },
    [`custom-model-deployments/${ARN}:custom-model-deployment/abc`]: { modelArn: custom },
    [`custom-models/${custom}`]: { baseModelArn: `${custom}d` },
    [`custom-models/${custom}d`]: { baseModelArn: BASE },
  })
  t.equal(await sources.resolve(PROFILE), 'eu.amazon.nova-lite-v1:0')
  t.equal(await sources.resolve(`${ARN}:provisioned-model/abc`), BASE)
  t.equal(await sources.resolve(`${ARN}:custom-model-deployment/abc`), BASE)
  t.same([...clients.keys()], ['eu-west-1'])
})

t.test('what may not be told, is gone, or leads nowhere stays unresolved, with the reason', async (t) => {
  const circle = `${ARN}:custom-model/a/b`
  const { sources, unresolved, server } = await open(t, {
    [`inference-profiles/${PROFILE}`]: failing('AccessDeniedException'),
    [`inference-profiles/${PROFILE}mix`]: profileOf(BASE, BASE.replace('nova-lite', 'nova-pro')),
    [`custom-models/${circle}`]: { baseModelArn: circle },
    [`custom-models/${ARN}:custom-model/c/d`]: {},
  })
  const cases = [
    [PROFILE, 'AccessDeniedException'], [`${PROFILE}gone`, 'ResourceNotFoundException'], [`${PROFILE}mix`, 'unclear'], [circle, 'unclear'],
    [`${ARN}:custom-model/c/d`, 'unclear'], [`${ARN}:imported-model/abc`, 'unclear'], ['no arn', 'unclear'],
  ] as const
  for (const [arn] of cases) t.equal(await sources.resolve(arn), null, arn)
  t.same(unresolved, cases)
  t.ok(server.requests.length < 12, 'a circle ends')
})

t.test('an answer is remembered: an hour if it is one, ten minutes if there is none', async (t) => {
  const { sources, server, clock } = await open(t, { [`inference-profiles/${PROFILE}`]: profileOf(BASE) })
  const ask = async (arn: string, minute: number) => {
    clock.nowMs = minute * 60_000
    await Promise.all([sources.resolve(arn), sources.resolve(arn)])
    return server.requests.length
  }
  t.equal(await ask(PROFILE, 0), 1, 'callers at one time share a request')
  t.equal(await ask(PROFILE, 59), 1)
  t.equal(await ask(PROFILE, 61), 2)
  t.equal(await ask(`${PROFILE}gone`, 61), 3)
  t.equal(await ask(`${PROFILE}gone`, 70), 3)
  t.equal(await ask(`${PROFILE}gone`, 72), 4)
})

t.test('where the answer may come at the next try it rejects, and remembers nothing', async (t) => {
  const resources: Record<string, object> = { [`inference-profiles/${PROFILE}`]: failing('ThrottlingException') }
  const { sources } = await open(t, resources)
  await t.rejects(sources.resolve(PROFILE), { name: 'ThrottlingException' })
  resources[`inference-profiles/${PROFILE}`] = profileOf(BASE)
  t.equal(await sources.resolve(PROFILE), 'amazon.nova-lite-v1:0')
})
