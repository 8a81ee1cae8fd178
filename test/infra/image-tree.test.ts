import { execFile } from 'node:child_process'
import { readdirSync, readFileSync, statSync } from 'node:fs'
import { mkdtemp, rm } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { dirname, join, resolve } from 'node:path'
import { promisify } from 'node:util'
import t from 'tap'
import { startEmbeddedDynamoDb } from '../../adapters/embedded-dynamodb.ts'
import { DASHBOARD_STATE_TABLE, MODEL_PRICING_TABLE, USAGE_STATS_TABLE } from '../../domain/contract.ts'
import { assembleImage } from '../../infra/image-tree.ts'
import { entrypoint, skipConfined, startImage } from '../fixtures/image.ts'

const MAX_BYTES = 120_000_000
const ROOT = resolve(import.meta.dirname, '../..')
const CONFINED = skipConfined()

// Somebody else has to be able to read it.
const parent = await mkdtemp(join(tmpdir(), 'image-'))
t.teardown(() => rm(parent, { recursive: true }))
const tree = join(parent, 'tree')
const { bytes, files, inputs } = await assembleImage(tree)
await promisify(execFile)('chmod', ['-R', 'a=rX', parent])

const dynamoDb = await startEmbeddedDynamoDb(join(t.testdir(), 'data'))
t.teardown(() => dynamoDb.close())
const ENVIRONMENT = {
  HUB_REGION: 'us-east-1', USAGE_TABLE: USAGE_STATS_TABLE, PRICING_TABLE: MODEL_PRICING_TABLE, DASHBOARD_TABLE: DASHBOARD_STATE_TABLE,
  WORKGROUP: 'analytics', CATALOG: 's3tablescatalog/events', DATABASE: 'bedrock_analytics',
  AWS_ENDPOINT_URL_DYNAMODB: dynamoDb.endpoint, AWS_ACCESS_KEY_ID: 'test', AWS_SECRET_ACCESS_KEY: 'test',
}

t.test('the image holds programs, templates, assets and licences, and nothing else', async (t) => {
  t.comment(`${files.length} files, ${(bytes / 1e6).toFixed(1)} MB`)
  t.ok(bytes < MAX_BYTES)
  const known = /^(server\/(dashboard|healthcheck)\/index\.mjs(\.map)?|views\/.+\.eta|public\/.+\.(js|css|svg)|LICENSE|THIRD-PARTY-LICENSES\.txt)$/
  const vendor = /^node_modules\/(htmx\.org|apexcharts)\/(package\.json|dist\/[\w.-]+\.js|dist\/ext\/[\w.-]+\.js)$/
  t.same(files.filter((file) => !known.test(file) && !vendor.test(file)), [])
  t.same(files, readdirSync(tree, { recursive: true, encoding: 'utf8' }).filter((file) => statSync(join(tree, file)).isFile()).sort())
})

t.test('its program holds neither what only other programs need nor what only tests do', async (t) => {
  t.same(inputs.filter((file) => /duckdb|dynalite|client-(s3|firehose|sqs|bedrock)\/|node_modules\/(tap|tsx|cdktf|esbuild|oidc-provider)\/|^(test|infra|functions\/\w+\.lambda)/.test(file)), [])
  const { devDependencies } = JSON.parse(readFileSync(join(ROOT, 'package.json'), 'utf8')) as { devDependencies: Record<string, string> }
  const packages = new Set(inputs.map((file) => /^node_modules\/((?:@[^/]+\/)?[^/]+)/.exec(file)?.[1]).filter((name) => name !== undefined))
  t.same([...packages].filter((name) => name in devDependencies), [])
  const licences = readFileSync(join(tree, 'THIRD-PARTY-LICENSES.txt'), 'utf8')
  for (const name of packages) t.match(licences, new RegExp(`^${name} \\d`, 'm'), name)
})

t.test('nothing is overwritten', async (t) => {
  await t.rejects(assembleImage(dirname(tree)), { message: /is not empty$/ })
})

for (const confined of [false, true]) {
  const who = confined ? 'a user without rights, on a disk that is read-only' : 'whoever runs this'
  t.test(`the image's command serves pages and stops when asked to, as ${who}`, { skip: confined && CONFINED }, async (t) => {
    const image = await startImage(entrypoint(tree), ENVIRONMENT, confined)
    t.teardown(() => image.child.kill('SIGKILL'))
    t.comment(`started in ${Math.round(image.startMs)} ms`)
    for (const path of ['/healthz', '/readyz']) t.match(await (await fetch(image.url + path)).text(), /^(ok|ready)\n$/, path)
    const page = await fetch(image.url)
    t.equal(page.status, 200)
    const assets = [...(await page.text()).matchAll(/"(\/assets\/[^"]+)"/g)].map(([, url = '']) => url)
    t.ok(assets.length >= 7)
    for (const url of assets) t.ok((await (await fetch(image.url + url)).text()).length > 100, url)
    t.equal(await image.stop(), 0, image.output())
    const lines = image.log().trim().split('\n').map((line) => JSON.parse(line) as object)
    t.match(lines.find((line) => 'authMode' in line), { authMode: 'none' })
  })
}

t.test('Docker learns by the exit code whether the process answers', async (t) => {
  const image = await startImage(entrypoint(tree), ENVIRONMENT, false)
  t.teardown(() => image.child.kill('SIGKILL'))
  const check = (port: string) => promisify(execFile)('env', ['-i', `PORT=${port}`, process.execPath, join(tree, 'server/healthcheck/index.mjs')])
  await t.resolves(check(new URL(image.url).port))
  await image.stop()
  await t.rejects(check(new URL(image.url).port), { code: 1 })
})

t.test('behind a proxy, only what proves to come from it gets in', async (t) => {
  const secret = 'k7Gq2vX9pLzR4tWm8YbN3cHd6JfS1aEu'
  const auth = {
    mode: 'header', header: { userHeader: 'x-remote-user', groupsHeader: 'x-remote-groups', sharedSecretHeader: 'x-proxy-secret' },
    roleMapping: [{ group: 'finops', role: 'admin' }],
  }
  const image = await startImage(entrypoint(tree), { ...ENVIRONMENT, AUTH: JSON.stringify(auth), AUTH_HEADER_SECRET: secret }, false)
  t.teardown(() => image.child.kill('SIGKILL'))
  const statusOf = async (headers: Record<string, string>) => (await fetch(image.url, { headers, redirect: 'manual' })).status
  const ann = { 'x-remote-user': 'ann', 'x-remote-groups': 'finops' }
  t.equal(await statusOf({ ...ann, 'x-proxy-secret': secret }), 200)
  t.equal(await statusOf(ann), 401)
  t.equal(await statusOf({ ...ann, 'x-proxy-secret': 'other' }), 401)
  t.equal(await image.stop(), 0)
  t.notMatch(image.output(), secret)
})

t.test('what it cannot start with is said on one line each, and it ends with 1', async (t) => {
  const cases: [string, Record<string, string>, RegExp][] = [
    ['nothing at all', {}, /^error: USAGE_TABLE \(table usage-stats\): is missing\nerror: PRICING_TABLE .*\n(error: .*\n)+$/],
    ['no way to sign in', { ...ENVIRONMENT, HOST: '0.0.0.0' }, /^error: auth\.mode is none, and 0\.0\.0\.0 can be reached from other machines: .*\n$/],
    ['a number of proxies', { ...ENVIRONMENT, TRUSTED_PROXIES: '1' }, /^error: TRUSTED_PROXIES .*not "1"\n$/],
    ['two sources', { ...ENVIRONMENT, AUTH: '{}', AUTH_FILE: '/run/auth.yaml' }, /^error: AUTH and AUTH_FILE are both set: take one of them out\n$/],
    ['no such file', { ...ENVIRONMENT, SESSION_SECRETS_FILE: '/run/none' }, /^error: SESSION_SECRETS_FILE names \/run\/none, which cannot be read \(ENOENT\)\n$/],
  ]
  for (const [what, env, text] of cases) {
    await t.rejects(startImage(entrypoint(tree), env, false), { message: text }, what)
  }
})
