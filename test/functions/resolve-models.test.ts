import t from 'tap'
import { DEFAULT_ATTRIBUTION } from '../../domain/attribution.ts'
import type { UsageEvent } from '../../domain/usage-event.ts'
import { parseLog } from '../../functions/parse-log.ts'
import { answered, type Json, logRecord, NOW } from '../fixtures/log-record.ts'
import { logKey } from '../fixtures/recorded-usage.ts'

const ARN = 'arn:aws:bedrock:us-east-1:111122223333'
const PROFILE = `${ARN}:application-inference-profile/abc`

/** Parses records with a port that knows these sources; null stands for what it could not find out. */
async function parsed(records: readonly Json[], sources: Readonly<Record<string, string | null | Error>>) {
  const stored: UsageEvent[] = []
  const asked: string[] = []
  const result = await parseLog(logKey('111122223333', 1), {
    objects: {
      async *list() {},
      async *lines() {
        yield records.map((record, index) => ({ number: index + 1, latin1: Buffer.from(JSON.stringify(record)).toString('latin1') }))
      },
    },
    sink: { append: async (events) => void stored.push(...events) },
    quarantine: { replace: async () => {} },
    models: {
      async resolve(arn) {
        asked.push(arn)
        const source = sources[arn] ?? null
        if (source instanceof Error) throw source
        return source
      },
    },
  }, { policy: DEFAULT_ATTRIBUTION, clock: () => new Date(NOW) })
  return { result, asked, models: stored.map((event) => [event.model_id, event.model_scope]), stored }
}

t.test('opaque models get name and scope of what stands behind them, before they are stored', async (t) => {
  const cases: [string, string | null, string, string][] = [
    [PROFILE, 'eu.amazon.nova-lite-v1:0', 'amazon.nova-lite-v1:0', 'eu'],
    [PROFILE, 'amazon.nova-lite-v1:0', 'amazon.nova-lite-v1:0', 'in-region'],
    [PROFILE, null, 'application-inference-profile/abc', 'application-profile'],
    [`${ARN}:provisioned-model/abc`, `arn:aws:bedrock:us-east-1::foundation-model/anthropic.claude-v2:1:18k`, 'anthropic.claude-v2:1', 'provisioned'],
    [`${ARN}:provisioned-model/abc`, null, 'provisioned-model/abc', 'provisioned'],
    [`${ARN}:custom-model-deployment/abc`, 'amazon.nova-lite-v1:0', 'amazon.nova-lite-v1:0', 'custom'],
  ]
  for (const [modelId, source, model, scope] of cases) {
    const { result, asked, models, stored } = await parsed([answered({}, { modelId })], { [modelId]: source })
    t.same(models, [[model, scope]])
    t.same(asked, [modelId])
    t.equal(stored[0]?.model_ref, modelId)
    t.equal(result.unresolvedModels, source === null ? 1 : 0)
  }
})

t.test('nothing is asked for where the record tells, or where nobody could', async (t) => {
  const { asked, models, result } = await parsed([
    answered({}, { modelId: 'us.amazon.nova-lite-v1:0' }),
    answered({ model: 'anthropic.claude-x' }, { modelId: PROFILE }),
    answered({}, { modelId: `${ARN}:imported-model/abc` }),
    logRecord({ modelId: 'my-provisioned-model', errorCode: 'ValidationException' }),
  ], {})
  t.same(asked, [])
  t.same(models[2], ['imported-model/abc', 'imported'])
  t.equal(result.unresolvedModels, 0)
})

t.test('what is known once serves all lines after it, and what the model is decides what is read', async (t) => {
  const image = answered({ images: ['aGk=', 'aGk='] }, { modelId: PROFILE, counts: false, input: {}, output: { outputBodyJson: { images: ['x', 'y'] } } })
  const { asked, stored } = await parsed([image, { ...image, requestId: 'b' }], { [PROFILE]: 'amazon.nova-canvas-v1:0' })
  t.same(asked, [PROFILE])
  t.same(stored.map((event) => event.image_count), [2, 2])
})

t.test('where the answer may come at the next try, nothing is stored under a name that is none', async (t) => {
  await t.rejects(parsed([answered({}, { modelId: PROFILE })], { [PROFILE]: new Error('slow down') }), /slow down/)
})
