import { IN_REGION, isFullModelRef, parseModelRef, type ModelRef } from '../model-id.ts'

interface ModelQuestion {
  readonly modelRef: string
  /** The model that a prompt router chose, by the answer's trace. */
  readonly routedModel: string | null
  /** The model by the name that the answer gives it. */
  readonly bodyModel: string | null
  readonly inferenceRegion: string | null
  /** ARNs of opaque resources and the model reference behind each. */
  readonly profiles: ReadonlyMap<string, string> | undefined
}

/**
 * The model that served a call. An opaque reference is resolved by what is known of it, and stays as it is otherwise;
 * provisioned throughput and custom models keep their scope, since they are not billed like the model behind them.
 *
 * An answer rarely says more than a family's short name. A full id in it resolves an application profile, but one without
 * a prefix only where the call stayed in its region: had it left, some geography's profile would stand behind it.
 */
export function resolveModel(question: ModelQuestion): ModelRef {
  const { modelRef, routedModel, bodyModel, profiles } = question
  if (routedModel !== null && isFullModelRef(routedModel)) return parseModelRef(routedModel)
  const model = parseModelRef(modelRef)
  const source = profiles?.get(modelRef)
  if (source !== undefined) return behind(model.scope, parseModelRef(source))
  if (model.scope !== 'application-profile' || bodyModel === null) return model
  if (bodyModel.startsWith('arn:') || !isFullModelRef(bodyModel)) return model
  const answered = parseModelRef(bodyModel)
  return answered.scope === IN_REGION && question.inferenceRegion !== null ? model : answered
}

/** Resources that are billed by terms of their own, whatever model stands behind them. */
const OWN_TERMS: ReadonlySet<string> = new Set(['provisioned', 'custom'])

/** Ids with a context length (`…-v1:0:256k`) name variants to provision or to customise of the same base model. */
function behind(scope: string, source: ModelRef): ModelRef {
  return OWN_TERMS.has(scope) ? { modelId: source.modelId.replace(/(:\d+):\d+k?$/, '$1'), scope } : source
}
