import { logRecord } from '../fixtures/log-record.ts'

/**
 * Lines of invocation logs in a realistic mix: 80 % ConverseStream with bodies of 1 to 25 kB, 15 % streams of 100 to 500
 * chunks, 5 % with bodies of about 100 kB. The texts compress about as well as prose and code do (3 to 4 : 1).
 */
export function logMix(records: number): string[] {
  const random = mulberry32(7)
  const word = () => Array.from({ length: 2 + Math.floor(random() * 8) }, () => LETTERS[Math.floor(random() * random() * LETTERS.length)]).join('')
  const words = Array.from({ length: 3_000 }, word)
  const prose = (chars: number) => {
    let text = ''
    while (text.length < chars) {
      text += words[Math.floor(random() ** 2 * words.length)]
      text += random() < 0.03 ? '\n' : random() < 0.02 ? ' "said" ' : random() < 0.01 ? ' naïve – ' : ' '
    }
    return text.slice(0, chars)
  }
  return Array.from({ length: records }, (_, index) => {
    const kind = random()
    const record = kind < 0.8 ? converseStream(prose, 1_000 + random() * 24_000)
      : kind < 0.95 ? streamOfChunks(prose, 100 + Math.floor(random() * 400))
        : converseStream(prose, 100_000)
    return JSON.stringify(logRecord({ requestId: `request-${index}`, modelId: 'us.anthropic.claude-sonnet-4-6', ...record }))
  })
}

const LETTERS = 'etaoinshrdlucmfwygpbvk'

type Prose = (chars: number) => string

function converseStream(prose: Prose, chars: number): object {
  return {
    operation: 'ConverseStream',
    input: {
      inputContentType: 'application/json', inputTokenCount: 900,
      inputBodyJson: {
        messages: [{ role: 'user', content: [{ text: prose(chars * 0.5) }] }, { role: 'assistant', content: [{ text: prose(chars * 0.2) }] }],
        inferenceConfig: { maxTokens: 4096 },
      },
    },
    output: {
      outputContentType: 'application/json', outputTokenCount: 300,
      outputBodyJson: {
        output: { message: { role: 'assistant', content: [{ text: prose(chars * 0.3) }] } }, stopReason: 'end_turn', metrics: { latencyMs: 1234 },
        usage: { inputTokens: 900, outputTokens: 300, totalTokens: 1200 },
      },
    },
  }
}

function streamOfChunks(prose: Prose, count: number): object {
  const piece = () => ({ type: 'content_block_delta', index: 0, delta: { type: 'text_delta', text: prose(25) } })
  return {
    operation: 'InvokeModelWithResponseStream',
    input: { inputTokenCount: 900, inputBodyJson: { max_tokens: 4096, messages: [{ role: 'user', content: prose(4_000) }] } },
    output: {
      outputTokenCount: 300,
      outputBodyJson: [
        { type: 'message_start', message: { model: 'claude-sonnet-4-6', usage: { input_tokens: 900, output_tokens: 1 } } },
        { type: 'content_block_start', index: 0, content_block: { type: 'text', text: '' } },
        ...Array.from({ length: count }, piece),
        { type: 'content_block_stop', index: 0 },
        { type: 'message_delta', delta: { stop_reason: 'end_turn' }, usage: { output_tokens: 300 } },
        { type: 'message_stop', 'amazon-bedrock-invocationMetrics': { inputTokenCount: 900, outputTokenCount: 300, invocationLatency: 5000, firstByteLatency: 400 } },
      ],
    },
  }
}

/** A small generator of good numbers, the same ones in every run. */
function mulberry32(seed: number): () => number {
  let state = seed
  return () => {
    state = (state + 0x6d2b79f5) | 0
    let mixed = Math.imul(state ^ (state >>> 15), 1 | state)
    mixed = (mixed + Math.imul(mixed ^ (mixed >>> 7), 61 | mixed)) ^ mixed
    return ((mixed ^ (mixed >>> 14)) >>> 0) / 4_294_967_296
  }
}
