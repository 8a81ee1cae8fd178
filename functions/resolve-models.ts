import { parseModelRef } from '../domain/model-id.ts'
import { parseLogLine, type ParseContext, type ParsedLine } from '../domain/parse-record.ts'
import type { ModelSources } from '../domain/ports.ts'
import type { UsageEvent } from '../domain/usage-event.ts'

/** Scopes of resources that name no model, but whose model can be asked for. */
const RESOLVABLE: ReadonlySet<string> = new Set(['application-profile', 'custom', 'provisioned'])

/** The ARN of the event's model where nothing but the ARN is known of it, and more can be. */
export function unresolvedArn(event: UsageEvent): string | null {
  if (!RESOLVABLE.has(event.model_scope) || !event.model_ref.startsWith('arn:')) return null
  return parseModelRef(event.model_ref).modelId === event.model_id ? event.model_ref : null
}

/**
 * Parses lines like parseLogLine, and once more with what stands behind the model where the line alone does not tell:
 * what a model is decides what is read of its answer. Rejects where the port does.
 */
export function lineParser(
  context: ParseContext, models: ModelSources | undefined,
): (latin1: string) => ParsedLine | Promise<ParsedLine> {
  if (models === undefined) return (latin1) => parseLogLine(latin1, context)
  const profiles = new Map(context.profiles)
  const resolving = { ...context, profiles }
  return (latin1) => {
    const parsed = parseLogLine(latin1, resolving)
    const arn = parsed.kind === 'event' ? unresolvedArn(parsed.event) : null
    if (arn === null) return parsed
    return models.resolve(arn).then((source) => {
      if (source === null) return parsed
      profiles.set(arn, source)
      return parseLogLine(latin1, resolving)
    })
  }
}
