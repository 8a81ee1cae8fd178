import fc from 'fast-check'
import t from 'tap'
import { isFullModelRef, isKnownVendor, parseModelRef } from '../../domain/model-id.ts'

const CLAUDE = 'anthropic.claude-sonnet-4-5-20250929-v1:0'
const ACCOUNT = 'us-east-1:111122223333'

const CASES: [ref: string, modelId: string, scope: string][] = [
  [CLAUDE, CLAUDE, 'in-region'],
  ['deepseek.v3.2', 'deepseek.v3.2', 'in-region'],
  ['mistral.mistral-7b-instruct-v0:2', 'mistral.mistral-7b-instruct-v0:2', 'in-region'],
  ['amazon.nova-lite-v1:0:300k', 'amazon.nova-lite-v1:0:300k', 'in-region'],
  ['newvendor.model-1', 'newvendor.model-1', 'in-region'],
  ['my-deployment', 'my-deployment', 'in-region'],
  [`us.${CLAUDE}`, CLAUDE, 'us'],
  [`global.${CLAUDE}`, CLAUDE, 'global'],
  [`us-gov.${CLAUDE}`, CLAUDE, 'us-gov'],
  [`kr.${CLAUDE}`, CLAUDE, 'kr'],
  ['us.deepseek.v3.2', 'deepseek.v3.2', 'us'],
  [`arn:aws:bedrock:us-east-1::foundation-model/${CLAUDE}`, CLAUDE, 'in-region'],
  [`arn:aws:bedrock:::foundation-model/${CLAUDE}`, CLAUDE, 'in-region'],
  [`arn:aws:bedrock:${ACCOUNT}:inference-profile/eu.${CLAUDE}`, CLAUDE, 'eu'],
  [`arn:aws-us-gov:bedrock:us-gov-west-1:111122223333:inference-profile/us-gov.${CLAUDE}`, CLAUDE, 'us-gov'],
  [`arn:aws-cn:bedrock:cn-north-1::foundation-model/${CLAUDE}`, CLAUDE, 'in-region'],
  [`arn:aws-eusc:bedrock:eusc-de-east-1:111122223333:inference-profile/eusc.${CLAUDE}`, CLAUDE, 'eusc'],
  [`arn:aws:bedrock:${ACCOUNT}:application-inference-profile/abc`, 'application-inference-profile/abc', 'application-profile'],
  [`arn:aws:bedrock:${ACCOUNT}:provisioned-model/abc`, 'provisioned-model/abc', 'provisioned'],
  [`arn:aws:bedrock:${ACCOUNT}:custom-model/${CLAUDE}/abc`, `custom-model/${CLAUDE}/abc`, 'custom'],
  [`arn:aws:bedrock:${ACCOUNT}:custom-model-deployment/abc`, 'custom-model-deployment/abc', 'custom'],
  [`arn:aws:bedrock:${ACCOUNT}:imported-model/abc`, 'imported-model/abc', 'imported'],
  [`arn:aws:bedrock:${ACCOUNT}:prompt/ABC:1`, 'prompt/ABC:1', 'prompt'],
  [`arn:aws:bedrock:${ACCOUNT}:prompt-router/abc`, 'prompt-router/abc', 'prompt-router'],
  [`arn:aws:bedrock:${ACCOUNT}:default-prompt-router/anthropic.claude:1`, 'default-prompt-router/anthropic.claude:1', 'prompt-router'],
  [`arn:aws:sagemaker:${ACCOUNT}:endpoint/my-llm`, 'sagemaker-endpoint/my-llm', 'marketplace'],
  [`arn:aws:bedrock:${ACCOUNT}:something-new/abc`, 'something-new/abc', 'unknown'],
  ['', 'unknown', 'unknown'],
  ['  ', 'unknown', 'unknown'],
  ['arn:aws:bedrock:us-east-1::foundation-model/', 'unknown', 'unknown'],
  ['arn:aws:bedrock:us-east-1:111122223333:nonsense', 'unknown', 'unknown'],
]

t.test('a reference is taken apart into model and scope', async (t) => {
  for (const [ref, modelId, scope] of CASES) t.same(parseModelRef(ref), { modelId, scope }, ref)
})

t.test('any prefix before a known vendor is the scope, and taking it off leaves an id without one', async (t) => {
  const prefix = fc.stringMatching(/^[a-z]{2,6}(-[a-z]{2,4})?$/).filter((word) => !isKnownVendor(word))
  fc.assert(fc.property(prefix, fc.constantFrom(CLAUDE, 'amazon.nova-lite-v1:0', 'zai.glm-4.7'), (geo, id) => {
    t.same(parseModelRef(`${geo}.${id}`), { modelId: id, scope: geo })
    t.same(parseModelRef(id), { modelId: id, scope: 'in-region' })
  }), { numRuns: 50 })
})

t.test('no text makes it throw, nor come out without a model', async (t) => {
  fc.assert(fc.property(fc.string({ maxLength: 60 }), (ref) => {
    const { modelId, scope } = parseModelRef(ref)
    return modelId !== '' && scope !== ''
  }))
  t.pass()
})

t.test('a full reference names vendor and model, or is a Bedrock ARN', async (t) => {
  for (const ref of [CLAUDE, `us.${CLAUDE}`, 'deepseek.v3.2', `arn:aws:bedrock:${ACCOUNT}:inference-profile/us.${CLAUDE}`]) {
    t.ok(isFullModelRef(ref), ref)
  }
  for (const ref of ['', 'claude-sonnet-4-20250514', 'gpt-4.1', 'anthropic.', 'anthropic.claude and more text', 'arn:aws:s3:::bucket']) {
    t.notOk(isFullModelRef(ref), ref)
  }
})
