import type { Source } from '../../domain/source.ts'

export type Shape = 'office' | 'always' | 'nightly' | 'evening'

/** One caller doing one thing with one model from one source. Token counts and times are medians. */
export interface Workload {
  readonly source: Source
  readonly identity: string
  readonly model: string
  readonly api: 'converse' | 'converse-stream' | 'anthropic-stream' | 'embedding'
  readonly callsPerDay: number
  readonly shape: Shape
  /** Hours that the caller's office is ahead of UTC. */
  readonly utcOffset: number
  readonly inputTokens: number
  readonly outputTokens: number
  readonly cache?: { readonly readTokens: number; readonly writeTokens: number; readonly ttl: '5m' | '1h' }
  readonly firstTokenMs: number
  readonly msPerOutputToken: number
  readonly errorRate: number
  readonly inferenceRegion?: string
  readonly metadata?: Readonly<Record<string, string>>
}

const PLATFORM_EAST: Source = { accountId: '111122223333', region: 'us-east-1' }
const PLATFORM_WEST: Source = { accountId: '111122223333', region: 'us-west-2' }
const PRODUCT_EU: Source = { accountId: '222233334444', region: 'eu-west-1' }
const RESEARCH_EAST: Source = { accountId: '333344445555', region: 'us-east-1' }

export const SAMPLE_SOURCES: readonly Source[] = [PLATFORM_EAST, PLATFORM_WEST, PRODUCT_EU, RESEARCH_EAST]

const OPUS = 'us.anthropic.claude-opus-4-6-v1'
const SONNET_GLOBAL = 'global.anthropic.claude-sonnet-4-6'
const SONNET_EU = 'eu.anthropic.claude-sonnet-4-5-20250929-v1:0'
const SONNET_US = 'us.anthropic.claude-sonnet-4-5-20250929-v1:0'
const HAIKU_US = 'us.anthropic.claude-haiku-4-5-20251001-v1:0'
const HAIKU_EU = 'eu.anthropic.claude-haiku-4-5-20251001-v1:0'
const NOVA_PRO = 'us.amazon.nova-pro-v1:0'
const NOVA_LITE = 'eu.amazon.nova-lite-v1:0'
const GPT_OSS = 'openai.gpt-oss-120b-1:0'
const EMBEDDING = 'amazon.titan-embed-text-v2:0'

const ssoUser = (source: Source, name: string) =>
  `arn:aws:sts::${source.accountId}:assumed-role/AWSReservedSSO_DeveloperAccess_4f0c2b7de1a89356/${name}@example.com`
const role = (source: Source, name: string, session: string) =>
  `arn:aws:sts::${source.accountId}:assumed-role/${name}/${session}`

/** A coding assistant: long cached conversations, streamed, one developer each. */
const coding = (source: Source, name: string, model: string, callsPerDay: number, utcOffset: number): Workload => ({
  source, model, callsPerDay, utcOffset,
  identity: ssoUser(source, name),
  api: 'anthropic-stream', shape: 'office',
  inputTokens: 900, outputTokens: 420,
  cache: { readTokens: 38_000, writeTokens: 2_600, ttl: '1h' },
  firstTokenMs: 1_150, msPerOutputToken: model === OPUS ? 21 : 14, errorRate: 0.012,
  metadata: { team: 'engineering', environment: 'development' },
})

export const SAMPLE_WORKLOADS: readonly Workload[] = [
  coding(PLATFORM_EAST, 'ana.lopez', OPUS, 46, -5),
  coding(PLATFORM_EAST, 'ben.carter', SONNET_GLOBAL, 62, -5),
  coding(PLATFORM_WEST, 'dev.patel', SONNET_GLOBAL, 54, -8),
  coding(PRODUCT_EU, 'chloe.martin', SONNET_EU, 44, 1),
  {
    source: PLATFORM_EAST, identity: role(PLATFORM_EAST, 'support-assistant', 'i-0f3a9c21'), model: SONNET_US,
    api: 'converse-stream', callsPerDay: 96, shape: 'evening', utcOffset: -5, inputTokens: 1_900, outputTokens: 310,
    cache: { readTokens: 5_200, writeTokens: 1_400, ttl: '5m' }, firstTokenMs: 900, msPerOutputToken: 13, errorRate: 0.02,
    metadata: { team: 'support', environment: 'production' },
  },
  {
    source: PLATFORM_EAST, identity: role(PLATFORM_EAST, 'ticket-triage', 'lambda'), model: HAIKU_US,
    api: 'converse', callsPerDay: 132, shape: 'always', utcOffset: -5, inputTokens: 1_150, outputTokens: 90,
    firstTokenMs: 420, msPerOutputToken: 7, errorRate: 0.008, inferenceRegion: 'us-east-2',
    metadata: { team: 'support', environment: 'production' },
  },
  {
    source: PLATFORM_WEST, identity: role(PLATFORM_WEST, 'nightly-summaries', 'batch'), model: NOVA_PRO,
    api: 'converse', callsPerDay: 84, shape: 'nightly', utcOffset: -8, inputTokens: 7_400, outputTokens: 640,
    firstTokenMs: 600, msPerOutputToken: 8, errorRate: 0.015, metadata: { team: 'analytics', environment: 'production' },
  },
  {
    source: PLATFORM_WEST, identity: role(PLATFORM_WEST, 'doc-search-indexer', 'ecs-task'), model: EMBEDDING,
    api: 'embedding', callsPerDay: 150, shape: 'nightly', utcOffset: -8, inputTokens: 520, outputTokens: 0,
    firstTokenMs: 0, msPerOutputToken: 0, errorRate: 0.002, metadata: { team: 'search', environment: 'production' },
  },
  {
    source: PRODUCT_EU, identity: role(PRODUCT_EU, 'invoice-reader', 'lambda'), model: HAIKU_EU,
    api: 'converse', callsPerDay: 74, shape: 'office', utcOffset: 1, inputTokens: 3_300, outputTokens: 260,
    firstTokenMs: 480, msPerOutputToken: 7, errorRate: 0.01, inferenceRegion: 'eu-central-1',
    metadata: { team: 'finance', environment: 'production' },
  },
  {
    source: PRODUCT_EU, identity: role(PRODUCT_EU, 'product-descriptions', 'web'), model: NOVA_LITE,
    api: 'converse-stream', callsPerDay: 58, shape: 'office', utcOffset: 1, inputTokens: 640, outputTokens: 380,
    firstTokenMs: 350, msPerOutputToken: 5, errorRate: 0.006, metadata: { team: 'shop', environment: 'production' },
  },
  {
    source: PRODUCT_EU,
    identity: role(PRODUCT_EU, 'AmazonBedrockExecutionRoleForAgents_returns',
      'BedrockAgents-Q7RTN4X2AB-6b1f0a52-3c54-4f7e-9f0e-0d7c2b9a4e11'),
    model: SONNET_EU, api: 'converse', callsPerDay: 30, shape: 'evening', utcOffset: 1, inputTokens: 4_100, outputTokens: 340,
    firstTokenMs: 1_000, msPerOutputToken: 14, errorRate: 0.02, metadata: { team: 'shop', environment: 'production' },
  },
  {
    source: RESEARCH_EAST, identity: 'arn:aws:iam::333344445555:user/ci-evaluations', model: GPT_OSS,
    api: 'converse', callsPerDay: 60, shape: 'nightly', utcOffset: 0, inputTokens: 1_700, outputTokens: 520,
    firstTokenMs: 520, msPerOutputToken: 6, errorRate: 0.03, metadata: { team: 'research', environment: 'test' },
  },
  {
    source: RESEARCH_EAST, identity: 'arn:aws:iam::333344445555:user/BedrockAPIKey-k3vd', model: OPUS,
    api: 'anthropic-stream', callsPerDay: 22, shape: 'office', utcOffset: -5, inputTokens: 5_200, outputTokens: 1_050,
    cache: { readTokens: 12_000, writeTokens: 3_000, ttl: '5m' }, firstTokenMs: 1_600, msPerOutputToken: 20, errorRate: 0.015,
  },
  {
    source: RESEARCH_EAST, identity: ssoUser(RESEARCH_EAST, 'emi.tanaka'), model: SONNET_GLOBAL,
    api: 'converse-stream', callsPerDay: 26, shape: 'office', utcOffset: -5, inputTokens: 2_400, outputTokens: 700,
    firstTokenMs: 950, msPerOutputToken: 13, errorRate: 0.01, metadata: { team: 'research', environment: 'test' },
  },
  {
    // Opaque: nothing in the log tells which model stands behind it, so its calls stay unpriced.
    source: RESEARCH_EAST, identity: ssoUser(RESEARCH_EAST, 'emi.tanaka'),
    model: 'arn:aws:bedrock:us-east-1:333344445555:application-inference-profile/p3x9k2m7qa1d',
    api: 'converse', callsPerDay: 2, shape: 'office', utcOffset: -5, inputTokens: 1_800, outputTokens: 420,
    firstTokenMs: 900, msPerOutputToken: 13, errorRate: 0.02,
  },
]
