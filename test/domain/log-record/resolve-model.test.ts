import t from 'tap'
import { eventOf, answered, type Json } from '../../fixtures/log-record.ts'

const ARN = 'arn:aws:bedrock:us-east-1:111122223333'
const PROFILE = `${ARN}:application-inference-profile/abc`
const OPAQUE = ['application-inference-profile/abc', 'application-profile']

function modelOf(modelId: string, body: unknown, changes: Json = {}, profiles?: ReadonlyMap<string, string>) {
  const event = eventOf(answered(body, { modelId, ...changes }), profiles === undefined ? {} : { profiles })
  t.equal(event.model_ref, modelId)
  return [event.model_id, event.model_scope]
}

t.test('a prompt router is resolved by what it called', async (t) => {
  const router = `${ARN}:default-prompt-router/anthropic.claude:1`
  const trace = (invokedModelId: unknown) => ({ trace: { promptRouter: { invokedModelId } } })
  t.same(modelOf(router, trace(`${ARN}:inference-profile/us.anthropic.claude-x`)), ['anthropic.claude-x', 'us'])
  t.same(modelOf(router, [{ metadata: trace('anthropic.claude-x') }]), ['anthropic.claude-x', 'in-region'])
  for (const unclear of [null, 7, 'some text of a prompt', {}]) {
    t.same(modelOf(router, trace(unclear)), ['default-prompt-router/anthropic.claude:1', 'prompt-router'])
  }
})

t.test('an application profile is resolved where the answer names a whole id, and stays opaque otherwise', async (t) => {
  t.same(modelOf(PROFILE, { model: 'anthropic.claude-x' }), ['anthropic.claude-x', 'in-region'])
  t.same(modelOf(PROFILE, [{ type: 'message_start', message: { model: 'us.anthropic.claude-x' } }]), ['anthropic.claude-x', 'us'])
  t.same(modelOf(PROFILE, { model: 'anthropic.claude-x' }, { inferenceRegion: 'us-west-2' }), OPAQUE)
  for (const model of ['claude-sonnet-4-20250514', PROFILE, 'a text with anthropic.claude', 7]) t.same(modelOf(PROFILE, { model }), OPAQUE)
})

t.test('the answer never changes a model that the caller named, nor a provisioned one', async (t) => {
  t.same(modelOf('us.anthropic.claude-x', { model: 'anthropic.claude-y' }), ['anthropic.claude-x', 'us'])
  t.same(modelOf(`${ARN}:provisioned-model/abc`, { model: 'anthropic.claude-y' }), ['provisioned-model/abc', 'provisioned'])
})

t.test('known profiles resolve opaque references', async (t) => {
  const profiles = new Map([[PROFILE, `${ARN}:inference-profile/eu.anthropic.claude-x`]])
  t.same(modelOf(PROFILE, {}, {}, profiles), ['anthropic.claude-x', 'eu'])
  t.same(modelOf(`${PROFILE}d`, {}, {}, profiles), ['application-inference-profile/abcd', 'application-profile'])
})

t.test('provisioned and custom models are named by the model behind them, and keep the scope that they are billed by', async (t) => {
  for (const [resource, source, ...expected] of [
    ['provisioned-model/abc', `arn:aws:bedrock:us-east-1::foundation-model/anthropic.claude-v2:1:18k`, 'anthropic.claude-v2:1', 'provisioned'],
    ['custom-model-deployment/abc', `arn:aws:bedrock:us-east-1::foundation-model/amazon.nova-lite-v1:0:300k`, 'amazon.nova-lite-v1:0', 'custom'],
    ['custom-model/amazon.nova-lite-v1:0/abc', 'us.amazon.nova-lite-v1:0', 'amazon.nova-lite-v1:0', 'custom'],
  ] as const) {
    const ref = `${ARN}:${resource}`
    t.same(modelOf(ref, {}, {}, new Map([[ref, source]])), expected)
  }
})
