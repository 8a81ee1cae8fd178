import type { Random } from './random.ts'
import type { Workload } from './workloads.ts'

interface Counts {
  readonly input: number
  readonly output: number
  readonly cacheRead: number
  readonly cacheWrite: number
}

const OPERATIONS = {
  'converse': 'Converse',
  'converse-stream': 'ConverseStream',
  'anthropic-stream': 'InvokeModelWithResponseStream',
  'embedding': 'InvokeModel',
} as const

/** One invocation as Amazon Bedrock logs it. Bodies hold the numbers only: there is no prompt to keep. */
export function sampleRecord(workload: Workload, atMs: number, random: Random): object {
  const id = random.hex(32)
  const envelope = {
    timestamp: `${new Date(atMs).toISOString().slice(0, 19)}Z`,
    accountId: workload.source.accountId,
    region: workload.source.region,
    requestId: `${id.slice(0, 8)}-${id.slice(8, 12)}-4${id.slice(13, 16)}-8${id.slice(17, 20)}-${id.slice(20)}`,
    operation: OPERATIONS[workload.api],
    modelId: workload.model,
  }
  const tail = {
    identity: { arn: workload.identity },
    ...(workload.metadata && { requestMetadata: workload.metadata }),
    schemaType: 'ModelInvocationLog',
    schemaVersion: '1.0',
  }
  if (random.chance(workload.errorRate)) return { ...envelope, errorCode: errorCode(random), ...tail }

  const counts = drawCounts(workload, random)
  return {
    ...envelope,
    ...(workload.inferenceRegion && { inferenceRegion: workload.inferenceRegion }),
    input: {
      inputContentType: 'application/json',
      inputTokenCount: counts.input,
      ...(workload.cache && { cacheReadInputTokenCount: counts.cacheRead, cacheWriteInputTokenCount: counts.cacheWrite }),
    },
    output: { outputContentType: 'application/json', ...output(workload, counts, random) },
    ...tail,
  }
}

function errorCode(random: Random): string {
  const draw = random.next()
  if (draw < 0.7) return 'ThrottlingException'
  return draw < 0.92 ? 'ValidationException' : 'ServiceUnavailableException'
}

function drawCounts(workload: Workload, random: Random): Counts {
  const input = random.logNormal(workload.inputTokens, 0.6)
  const output = workload.outputTokens === 0 ? 0 : random.logNormal(workload.outputTokens, 0.7)
  if (!workload.cache) return { input, output, cacheRead: 0, cacheWrite: 0 }
  const cold = random.chance(0.06)
  const cacheRead = cold ? 0 : random.logNormal(workload.cache.readTokens, 0.5)
  const cacheWrite = cold ? random.logNormal(workload.cache.readTokens, 0.4)
    : random.chance(0.7) ? random.logNormal(workload.cache.writeTokens, 0.6) : 0
  return { input, output, cacheRead, cacheWrite }
}

function output(workload: Workload, counts: Counts, random: Random): object {
  if (workload.api === 'embedding') return { outputBodyJson: { inputTextTokenCount: counts.input } }
  const firstTokenMs = random.logNormal(workload.firstTokenMs, 0.35)
  const latencyMs = firstTokenMs + Math.round(counts.output * workload.msPerOutputToken * (0.85 + 0.3 * random.next()))
  const body = workload.api === 'anthropic-stream'
    ? anthropicChunks(workload, counts, firstTokenMs, latencyMs)
    : converseBody(counts, latencyMs, workload.cache?.ttl)
  return { outputTokenCount: counts.output, outputBodyJson: body }
}

function converseBody(counts: Counts, latencyMs: number, ttl: string | undefined): object {
  return {
    stopReason: 'end_turn',
    metrics: { latencyMs },
    usage: {
      inputTokens: counts.input,
      outputTokens: counts.output,
      totalTokens: counts.input + counts.output + counts.cacheRead + counts.cacheWrite,
      ...(ttl && {
        cacheReadInputTokens: counts.cacheRead,
        cacheWriteInputTokens: counts.cacheWrite,
        ...(counts.cacheWrite > 0 && { cacheDetails: [{ ttl, inputTokens: counts.cacheWrite }] }),
      }),
    },
  }
}

function anthropicChunks(workload: Workload, counts: Counts, firstTokenMs: number, latencyMs: number): object[] {
  const oneHour = workload.cache?.ttl === '1h'
  const usage = {
    input_tokens: counts.input,
    cache_creation_input_tokens: counts.cacheWrite,
    cache_read_input_tokens: counts.cacheRead,
    cache_creation: {
      ephemeral_5m_input_tokens: oneHour ? 0 : counts.cacheWrite,
      ephemeral_1h_input_tokens: oneHour ? counts.cacheWrite : 0,
    },
    output_tokens: 1,
  }
  return [
    { type: 'message_start', message: { type: 'message', role: 'assistant', stop_reason: null, usage } },
    { type: 'message_delta', delta: { stop_reason: 'end_turn' }, usage: { output_tokens: counts.output } },
    {
      'type': 'message_stop',
      'amazon-bedrock-invocationMetrics': {
        inputTokenCount: counts.input,
        outputTokenCount: counts.output,
        invocationLatency: latencyMs,
        firstByteLatency: firstTokenMs,
        cacheReadInputTokenCount: counts.cacheRead,
        cacheWriteInputTokenCount: counts.cacheWrite,
      },
    },
  ]
}
