import { readFile } from 'node:fs/promises'
import { createInterface } from 'node:readline'
import { OWN_PRICE_RECORDS } from '../../domain/own-price-book.ts'
import { parsePriceRecords } from '../../domain/parse-price-records.ts'
import { createPriceBook, type PriceBook } from '../../domain/price-book.ts'
import type { PriceRecord } from '../../domain/price-record.ts'
import { quoteAnswer, quoteQuestion, type QuoteInput } from '../../domain/quote.ts'
import { resolvePrice } from '../../domain/resolve-price.ts'
import { instantOption, integerOption, runCommand, UsageError } from './cli.ts'
import { explainPrice } from './explain-price.ts'

const HELP = `
What one call costs, and why: which price applies, since when, and what it was multiplied by.

  --model ID              as logged: an id, an inference profile's id or an ARN
  --region REGION         the region that the call was sent to
  --at INSTANT            default: now
  --input N               input tokens, cached ones not counted
  --output N              output tokens
  --cache-read N          tokens read from the cache
  --cache-write-5m N      tokens written to it for 5 minutes
  --cache-write-1h N      tokens written to it for an hour
  --cache-write N         all tokens written, where their time to live is not known
  --images N              images generated
  --tier TIER             flex, priority, batch, reserved
  --latency MODE          optimized
  --error CODE            the call failed with this error
  --book FILE             prices as {"records": [...]}; default: the prices that come with this software
  --as-of INSTANT         the price book as it stood then
  --no-in-region-fix      take prices of in-region calls as they are listed, even where they repeat the global ones
  --json                  read questions from standard input, one JSON object a line, and answer each with a line

Exit code: 0 answered (also where the answer is that there is no price), 1 an error, 2 called wrongly.
`

await runCommand({
  name: 'npm run quote --',
  synopsis: '--model ID --region REGION [--at INSTANT] [--input N] [--output N] … | --json < QUESTIONS',
  help: HELP,
  options: {
    model: { type: 'string' },
    region: { type: 'string' },
    at: { type: 'string' },
    input: { type: 'string' },
    output: { type: 'string' },
    'cache-read': { type: 'string' },
    'cache-write-5m': { type: 'string' },
    'cache-write-1h': { type: 'string' },
    'cache-write': { type: 'string' },
    images: { type: 'string' },
    tier: { type: 'string' },
    latency: { type: 'string' },
    error: { type: 'string' },
    book: { type: 'string' },
    'as-of': { type: 'string' },
    'no-in-region-fix': { type: 'boolean' },
    json: { type: 'boolean' },
  },
  async run(values) {
    const asOf = values['as-of'] === undefined ? null : instantOption('as-of', values['as-of']).toISOString()
    const books = bookViews(await readRecords(values.book), values['no-in-region-fix'] !== true)
    const book = books(asOf)
    if (values.json === true) {
      if (values.model !== undefined) throw new UsageError('--json reads its questions from standard input, not from --model')
      return answerLines(books, asOf)
    }
    const { model, region } = values
    if (model === undefined || region === undefined) throw new UsageError('--model and --region are needed')
    const count = (name: 'input' | 'output' | 'cache-read' | 'cache-write' | 'cache-write-5m' | 'cache-write-1h' | 'images') =>
      values[name] === undefined ? null : integerOption(name, values[name])
    const images = count('images')
    const question = quoteQuestion({
      modelId: model,
      region,
      timestamp: values.at === undefined ? new Date().toISOString() : instantOption('at', values.at).toISOString(),
      inputTokens: count('input'),
      outputTokens: count('output'),
      cacheReadTokens: count('cache-read'),
      cacheWriteTokens: count('cache-write'),
      cacheWrite5mTokens: count('cache-write-5m'),
      cacheWrite1hTokens: count('cache-write-1h'),
      quantities: images === null ? null : { imagesOut: images },
      serviceTier: values.tier ?? null,
      latencyMode: values.latency ?? null,
      errorCode: values.error ?? null,
    })
    process.stdout.write(explainPrice(question, resolvePrice(question, book)))
    return 0
  },
})

async function readRecords(file: string | undefined): Promise<readonly PriceRecord[]> {
  if (file === undefined) return OWN_PRICE_RECORDS
  try {
    return parsePriceRecords(JSON.parse(await readFile(file, 'utf8')))
  } catch (error) {
    throw new Error(`${file}: ${(error as Error).message}`)
  }
}

/** The same records as they stood at different instants, each view made once. */
function bookViews(records: readonly PriceRecord[], inRegionFix: boolean): (asOf: string | null) => PriceBook {
  const views = new Map<string | null, PriceBook>()
  return (asOf) => {
    const book = views.get(asOf) ?? createPriceBook(records, { inRegionFix, asOf })
    views.set(asOf, book)
    return book
  }
}

/** Answers every line, the bad ones with an error, and returns 1 if there was one. */
async function answerLines(books: (asOf: string | null) => PriceBook, asOf: string | null): Promise<number> {
  let failed = 0
  let number = 0
  for await (const line of createInterface({ input: process.stdin, crlfDelay: Infinity })) {
    number += 1
    if (line.trim() === '') continue
    let answer: Record<string, unknown>
    try {
      const input = parseLine(line)
      answer = quoteAnswer(resolvePrice(quoteQuestion(input), books(input.asOf ?? asOf)))
    } catch (error) {
      failed += 1
      answer = { error: (error as Error).message }
      process.stderr.write(`line ${number}: ${(error as Error).message}\n`)
    }
    process.stdout.write(`${JSON.stringify(answer)}\n`)
  }
  return failed === 0 ? 0 : 1
}

function parseLine(line: string): QuoteInput & { readonly asOf?: string | null } {
  const wrong = new Error('wants a JSON object such as {"modelId": "…", "region": "…", "timestamp": "…", "inputTokens": 1}')
  let value: unknown
  try {
    value = JSON.parse(line)
  } catch {
    throw wrong
  }
  if (typeof value !== 'object' || value === null || Array.isArray(value)) throw wrong
  return value as QuoteInput
}
