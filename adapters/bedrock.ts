import {
  type BedrockClient, GetCustomModelCommand, GetCustomModelDeploymentCommand, GetInferenceProfileCommand,
  GetProvisionedModelThroughputCommand,
} from '@aws-sdk/client-bedrock'
import type { ModelSources } from '../domain/ports.ts'
import { profileSource } from '../domain/profile-source.ts'

export interface ModelSourcesOptions {
  /** A client for a region: resources are known in theirs only. */
  readonly clientFor: (region: string) => BedrockClient
  /** Milliseconds since 1970. */
  readonly now: () => number
  /** Told of every ARN that stays unresolved, each time that it was asked for, and why. */
  readonly onUnresolved?: (arn: string, reason: string) => void
}

const RESOLVED_MS = 60 * 60_000
const UNRESOLVED_MS = 10 * 60_000
const MAX_REMEMBERED = 10_000
/** A model may be customised from one that was customised itself. */
const MAX_HOPS = 4

/** What no further try changes soon: the role may not ask, or there is nothing to ask for. */
const FINAL_ERRORS: ReadonlySet<string> = new Set(['AccessDeniedException', 'ResourceNotFoundException', 'ValidationException'])

const RESOURCE = /^arn:[\w-]+:bedrock:([a-z0-9-]*):\d*:([\w-]+)\/.+$/

interface Remembered {
  readonly source: Promise<string | null>
  untilMs: number
}

/** Models behind ARNs as Bedrock tells them, remembered; callers at one time share one request. */
export function bedrockModelSources({ clientFor, now, onUnresolved }: ModelSourcesOptions): ModelSources {
  const remembered = new Map<string, Remembered>()

  async function find(arn: string): Promise<string | null> {
    try {
      const source = await sourceOf(arn, clientFor, 0)
      if (source === null) onUnresolved?.(arn, 'unclear')
      return source
    } catch (error) {
      if (!(error instanceof Error) || !FINAL_ERRORS.has(error.name)) throw error
      onUnresolved?.(arn, error.name)
      return null
    }
  }

  return {
    resolve(arn) {
      const known = remembered.get(arn)
      if (known !== undefined && now() < known.untilMs) return known.source
      remembered.delete(arn)
      const entry: Remembered = { source: find(arn), untilMs: now() + UNRESOLVED_MS }
      remembered.set(arn, entry)
      forgetOldest(remembered)
      entry.source.then(
        (source) => {
          if (source !== null) entry.untilMs = now() + RESOLVED_MS
        },
        () => {
          if (remembered.get(arn) === entry) remembered.delete(arn)
        },
      )
      return entry.source
    },
  }
}

function forgetOldest(remembered: Map<string, Remembered>): void {
  const [oldest] = remembered.keys()
  if (oldest !== undefined && remembered.size > MAX_REMEMBERED) remembered.delete(oldest)
}

async function sourceOf(arn: string, clientFor: ModelSourcesOptions['clientFor'], hops: number): Promise<string | null> {
  const [, region = '', type = ''] = RESOURCE.exec(arn) ?? []
  if (type === 'foundation-model') return arn
  if (region === '' || hops === MAX_HOPS) return null
  const client = clientFor(region)
  const follow = (next: string | undefined) => next === undefined ? null : sourceOf(next, clientFor, hops + 1)
  switch (type) {
    case 'application-inference-profile': {
      const { models = [] } = await client.send(new GetInferenceProfileCommand({ inferenceProfileIdentifier: arn }))
      return profileSource(models.map(({ modelArn }) => modelArn ?? ''), region)
    }
    case 'provisioned-model':
      return follow((await client.send(new GetProvisionedModelThroughputCommand({ provisionedModelId: arn }))).foundationModelArn)
    case 'custom-model-deployment':
      return follow((await client.send(new GetCustomModelDeploymentCommand({ customModelDeploymentIdentifier: arn }))).modelArn)
    case 'custom-model':
      return follow((await client.send(new GetCustomModelCommand({ modelIdentifier: arn }))).baseModelArn)
    default:
      return null
  }
}
