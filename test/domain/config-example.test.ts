import { readFileSync } from 'node:fs'
import { resolve } from 'node:path'
import t from 'tap'
import { isMap, isScalar, isSeq, type Node, parse, parseDocument } from 'yaml'
import { z } from 'zod'
import { configSchema } from '../../domain/config/schema.ts'
import { parseAuthFile } from '../../domain/parse-auth.ts'
import { parseConfig } from '../../domain/parse-config.ts'

const text = readFileSync(resolve(import.meta.dirname, '../../config.example.yaml'), 'utf8')
/** With what stands behind a # without a space: keys that are not in use. */
const complete = text.replace(/^( *)#([a-z]|- )/gm, '$1$2')

interface Schema {
  readonly properties?: Readonly<Record<string, Schema>>
  readonly items?: Schema
  readonly anyOf?: readonly Schema[]
}

/** Keys of the schema as `accounts.regions.keys.logs`. */
function keysOf({ properties = {}, items, anyOf = [] }: Schema, path = ''): string[] {
  const own = Object.entries(properties).flatMap(([key, schema]) => [`${path}${key}`, ...keysOf(schema, `${path}${key}.`)])
  return [...own, ...(items === undefined ? [] : keysOf(items, path)), ...anyOf.flatMap((schema) => keysOf(schema, path))]
}

interface Entry {
  readonly key: string
  /** The last comment before it. */
  readonly comment: string
}

/** Keys of the text, with the comment lines that stand right above each. */
function entriesOf(node: unknown, lines: readonly string[], path = ''): Entry[] {
  if (isSeq(node)) return node.items.flatMap((item) => entriesOf(item, lines, path))
  if (!isMap(node)) return []
  return node.items.flatMap(({ key, value }) => {
    if (!isScalar(key)) return []
    const name = `${path}${String(key.value)}`
    return [{ key: name, comment: commentAbove(key, lines) }, ...entriesOf(value, lines, `${name}.`)]
  })
}

function commentAbove(key: Node, lines: readonly string[]): string {
  const row = complete.slice(0, key.range?.[0]).split('\n').length - 1
  const first = lines.slice(0, row).findLastIndex((line) => !/^ *#/.test(line)) + 1
  return lines.slice(first, row).map((line) => line.replace(/^ *# ?/, '')).join('\n')
}

/** A key that the schema does not know, as whoever writes the configuration chooses it. */
const isOfTheReader = (key: string) => /^(tags|auth\.jwt\.expectClaims)\./.test(key)

const entries = entriesOf(parseDocument(complete).contents, complete.split('\n'))
const schemaKeys = new Set(keysOf(z.toJSONSchema(configSchema, { io: 'input', unrepresentable: 'any' }) as Schema))

t.test('the example is a configuration: a hub, and a spoke with two regions', async (t) => {
  const config = parseConfig(text, 'config.example.yaml')
  t.same(config.accounts.map(({ name, primary, regions }) => [name, primary, regions.length]), [['platform', true, 1], ['lab', false, 2]])
})

t.test('the example has every key that there is, and no other', async (t) => {
  t.ok(schemaKeys.size > 60, `${schemaKeys.size} keys`)
  const shown = new Set(entries.map(({ key }) => key).filter((key) => !isOfTheReader(key)))
  t.same([...schemaKeys].filter((key) => !shown.has(key)), [], 'all are shown')
  t.same([...shown].filter((key) => !schemaKeys.has(key)), [], 'nothing else is shown')
})

t.test('keys that are not in use can be taken into use as they stand', async (t) => {
  // Of these two pairs only one can be in use at a time.
  const rest = complete.replace(/^ {2}roleArn: arn:aws:iam::111122223333:role\/terraform-state\n/m, '').replace(/^ {2}email: .*\n/m, '')
  const dashboard = /^dashboard:\n(?: {2}.*\n)*/m
  const blocks = { jwt: /^ {2}jwt:\n(?: {4}.*\n)*/m, header: /^ {2}header:\n(?: {4}.*\n)*/m, password: /^ {2}password:\n(?: {4}.*\n)*/m }
  for (const mode of ['jwt', 'header'] as const) {
    const others = Object.entries(blocks).filter(([name]) => name !== mode)
    const usable = others.reduce((text, [, block]) => text.replace(block, ''), rest).replace(/^ {2}mode: none$/m, `  mode: ${mode}`)
    t.notMatch(usable, /^ *#([a-z]|- )/m)
    t.match(parseConfig(usable.replace(dashboard, ''), 'config.yaml'), {
      permissionsBoundary: 'boundaries/workload', auth: { mode, roleMapping: [{ role: 'admin' }, {}, {}] },
    })
    if (mode !== 'jwt') continue
    t.match(parseConfig(usable.replace('preset: oauth2-proxy', 'preset: alb'), 'config.yaml'), {
      dashboard: { cpu: 512, hostName: 'usage.example.com' }, auth: { mode, jwt: { preset: 'alb' } },
    })
  }
  const password = rest.replace(dashboard, '').replace(blocks.jwt, '').replace(blocks.header, '').replace(/^ {2}mode: none$/m, '  mode: password')
  t.throws(() => parseConfig(password, 'config.yaml'), /passwordHash|the password is the one of the example/, 'but for a password that everybody can read')
})

t.test('every key that may be left out says what counts then, and that is true', async (t) => {
  const minimal = `accounts:
  - {name: a, accountId: "111122223333", primary: true, regions: [us-east-1]}
  - {name: b, accountId: "222233334444", regions: [{region: us-east-1, existingBucket: {name: abc}}]}
state: {bucket: abc}
exports: {existingBucket: {name: abc}}
`
  const least = parseConfig(minimal, 'least')
  const { dashboard } = parseConfig(`${minimal}auth: {mode: jwt, jwt: {preset: alb}}
dashboard: {image: "a:1", vpcId: vpc-01234567, publicSubnetIds: [subnet-01234567, subnet-01234568], privateSubnetIds: [subnet-01234567, subnet-01234568],
  certificateArn: "arn:aws:acm:us-east-1:111122223333:certificate/1", hostName: a.example.com, oidc: {issuer: "https://a", authorizationEndpoint: "https://a",
  tokenEndpoint: "https://a", userInfoEndpoint: "https://a", clientId: a, clientSecretArn: "arn:aws:secretsmanager:us-east-1:111122223333:secret:a"}}
`, 'least')
  const spoke = least.accounts[1]
  const hash = `scrypt:ln=16,r=8,p=2:${'abcdefghijklmnopqrstuv'}:${'abcdefghijklmnopqrstuvwxyz0123456789ABCDEFG'}`
  const signIns = {
    jwt: parseAuthFile('auth: {mode: jwt, jwt: {preset: iap, audience: a}}', 'least').auth.jwt,
    header: parseAuthFile('auth: {mode: header, header: {userHeader: x, sharedSecretHeader: y}}', 'least').auth.header,
    password: parseAuthFile(`auth: {mode: password, password: {users: [{name: a, passwordHash: "${hash}"}]}}`, 'least').auth.password?.users[0],
    roleMapping: {},
  }
  const required = new Set(['bucket', 'name', 'accountId', 'regions', 'region', 'image', 'vpcId', 'publicSubnetIds', 'privateSubnetIds', 'certificateArn',
    'hostName', 'oidc', 'issuer', 'authorizationEndpoint', 'tokenEndpoint', 'userInfoEndpoint', 'clientId', 'clientSecretArn',
    'preset', 'userHeader', 'users', 'passwordHash', 'group', 'user', 'role'])
  // What must be there in some modes only has a value here.
  const withValue = new Set(['auth.jwt.audience', 'auth.header.trustedProxies', 'auth.header.sharedSecretHeader'])
  const inWords = new Map<string, unknown>([
    ['accounts.regions.existingBucket', null], ['exports.existingBucket', null], ['state.region', 'us-east-1'], ['state.keyPrefix', 'bedrock-analytics'],
    ['retention.logsInfrequentAccessDays', 30], ['auth.roleMapping.accounts', undefined], ['auth.roleMapping.callers', undefined],
    ['auth.mode', 'none'], ['auth.defaultRole', 'none'],
  ])
  let checked = 0
  for (const { key, comment } of entries) {
    const path = key.split('.')
    const section = schemaKeys.has(key) && [...schemaKeys].some((other) => other.startsWith(`${key}.`))
    if (section && !inWords.has(key) || isOfTheReader(key) || withValue.has(key) || required.has(path.at(-1) ?? '') && key !== 'state.region') continue
    const [, stated] = /^Default: (.*)$/m.exec(comment) ?? []
    t.ok(stated !== undefined, `${key} states its default`)
    const [, mode = '', rest = ''] = /^auth\.(jwt|header|password|roleMapping)\.(?:users\.)?(.+)$/.exec(key) ?? []
    const actual = rest !== '' ? valueIn(signIns[mode as keyof typeof signIns], rest.split('.')) : key.startsWith('accounts.regions.') ? valueIn(spoke?.regions[0], path.slice(2))
      : key.startsWith('accounts.') ? valueIn(spoke, path.slice(1)) : key.startsWith('dashboard.') ? valueIn(dashboard, path.slice(1)) : valueIn(least, path)
    const expected = inWords.has(key) ? inWords.get(key) : /^none\b/.test(stated ?? '') ? null : parse(stated ?? '') as unknown
    t.strictSame(key.endsWith('.existingBucket') ? null : actual, expected, `${key}: ${stated}`)
    checked += 1
  }
  t.ok(checked > 40, `${checked} defaults`)
})

function valueIn(holder: unknown, path: readonly string[]): unknown {
  return path.reduce<unknown>((value, key) => (value as Record<string, unknown>)[key], holder)
}
