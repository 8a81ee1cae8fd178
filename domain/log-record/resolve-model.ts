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
 * The model that served a call. An opaque reference is resolved by what is known of it, and stays as it is otherwise.
 *
 * An answer rarely says more than a family's short name. A full id in it resolves an application profile, but one without
 * a prefix only where the call stayed in its region: had it left, some geography's profile would stand behind it.
 */
export function resolveModel(question: ModelQuestion): ModelRef {
  const { modelRef, routedModel, bodyModel, profiles } = question
  if (routedModel !== null && isFullModelRef(routedModel)) return parseModelRef(routedModel)
  const source = profiles?.get(modelRef)
  if (source !== undefined) return parseModelRef(source)
  const model = parseModelRef(modelRef)
  if (model.scope !== 'application-profile' || bodyModel === null) return model
  if (bodyModel.startsWith('arn:') || !isFullModelRef(bodyModel)) return model
  const answered = parseModelRef(bodyModel)
  return answered.scope === IN_REGION && question.inferenceRegion !== null ? model : answered
}
