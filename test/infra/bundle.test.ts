import { readFileSync } from 'node:fs'
import { join } from 'node:path'
import t from 'tap'
import { FUNCTION_NAMES } from '../../domain/contract.ts'
import { bundleFunctions } from '../../infra/bundle.ts'
import { invokeBundle } from '../fixtures/invoke-bundle.ts'

const MAX_BYTES = 3_000_000

/** What only runs elsewhere, or in another function. */
const FOREIGN: Record<(typeof FUNCTION_NAMES)[number], RegExp> = {
  'parse-log': /duckdb|dynalite|client-athena|litellm/,
  'compute-cost': /duckdb|dynalite|client-(?:s3|firehose|sts|bedrock)\/|adapters\/(?:litellm|lines)/,
  'aggregate-stats': /duckdb|dynalite|client-(?:s3|firehose|sts|bedrock|athena)\/|prices\//,
  'sync-pricing': /duckdb|dynalite|client-(?:firehose|sts|bedrock|athena)\//,
  'export-usage': /duckdb|dynalite|litellm|client-(?:firehose|sts|bedrock|athena)\//,
}

const root = t.testdir()
const bundles = await bundleFunctions(join(root, 'a'))

t.test('every function is a small folder of its own, with nothing in it that it does not need', async (t) => {
  t.same(bundles.map(({ name }) => name), FUNCTION_NAMES)
  for (const { name, folder, bytes, inputs } of bundles) {
    t.equal(readFileSync(join(folder, 'index.mjs')).length, bytes, name)
    t.ok(bytes < MAX_BYTES, `${name}: ${bytes} bytes`)
    t.same(inputs.filter((file) => FOREIGN[name].test(file)), [], name)
    t.match(JSON.parse(readFileSync(join(folder, 'index.mjs.map'), 'utf8')), { version: 3, sources: Array }, name)
  }
})

t.test('the same sources give the same bytes, wherever they are written', async (t) => {
  const others = await bundleFunctions(join(root, 'deep', 'er', 'b'))
  for (const [index, { name, folder }] of bundles.entries()) {
    for (const file of ['index.mjs', 'index.mjs.map']) {
      const other = readFileSync(join(others[index]?.folder ?? '', file))
      t.ok(readFileSync(join(folder, file)).equals(other), `${name}/${file}`)
    }
  }
})

t.test('without its environment a function does not start, and says everything that is missing', async (t) => {
  for (const { name, folder } of bundles) {
    const { error } = await invokeBundle(folder, {}, {})
    t.match(error, /^the environment is not usable: .*USAGE_TABLE \(table usage-stats.*\): is missing/, name)
  }
})
