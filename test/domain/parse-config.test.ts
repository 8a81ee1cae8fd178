import fc from 'fast-check'
import t from 'tap'
import { ConfigError, parseConfig } from '../../domain/parse-config.ts'

const MINIMAL = `accounts:
  - name: main
    accountId: "111122223333"
    primary: true
    regions: [us-east-1]
state:
  bucket: example-state
`

const SPOKE = (rest: string) => MINIMAL.replace('state:', `  - ${rest.replaceAll('\n', '\n    ')}\nstate:`)

/** Problems as `line:column message; remedy`. */
function mistakesIn(text: string): string[] {
  try {
    parseConfig(text, 'config.yaml')
    return []
  } catch (error) {
    if (!(error instanceof ConfigError)) throw error
    return error.problems.map(({ line, column, message, remedy }) => `${line}:${column} ${message}; ${remedy}`)
  }
}

t.test('the least that can be said is enough; the rest has defaults', async (t) => {
  const config = parseConfig(MINIMAL, 'config.yaml')
  t.match(config, {
    namePrefix: 'bedrock-analytics',
    accounts: [{ name: 'main', primary: true, profile: null, roleArn: null, regions: [{ region: 'us-east-1', existingBucket: null, manageLogging: true }] }],
    state: { bucket: 'example-state', region: 'us-east-1', keyPrefix: 'bedrock-analytics' },
    schedule: { computeCostMinutes: 5, aggregateStatsMinutes: 60, syncPricing: 'daily', lookBackHours: 48 },
    retention: { logsDays: 90, logsInfrequentAccessDays: 30, hourBucketsDays: 400, quarantineDays: 60 },
    attribution: { ssoByUser: true, keepIdentityArn: true, tagKeys: [] },
    alarms: { enabled: true, email: null, topicArns: [] },
    exports: { enabled: false, format: 'parquet', prefix: '', lookBackDays: 35, existingBucket: null },
    retainData: true, createS3TablesCatalog: true, dashboard: null, rolePath: '/', tags: {},
  })
})

t.test('a key without a value counts as not there', async (t) => {
  t.same(parseConfig(`${MINIMAL}retention:\nretainData:\nalarms:\n  email:\n`, 'config.yaml'), parseConfig(MINIMAL, 'config.yaml'))
})

t.test('logs are moved to infrequent access only if they stay for long enough', async (t) => {
  for (const [retention, days] of [
    ['{}', 30], ['{logsDays: 60}', 30], ['{logsDays: 59}', null], ['{logsDays: 14}', null],
    ['{logsInfrequentAccessDays: 0}', null], ['{logsDays: 59, logsInfrequentAccessDays: 45}', 45],
  ] as const) {
    const config = parseConfig(`${MINIMAL}retention: ${retention}\n`, 'config.yaml')
    t.equal(config.retention.logsInfrequentAccessDays, days, retention)
  }
})

t.test('every mistake is named with its place and its remedy', async (t) => {
  const cases: readonly (readonly [name: string, text: string, mistakes: readonly RegExp[]])[] = [
    ['empty', '', [/^1:1 it is empty; copy config\.example\.yaml/]],
    ['comments alone', '# nothing\n', [/^1:1 it is empty/]],
    ['a list', '- a\n', [/^1:1 it is a list; write a mapping/]],
    ['text', 'text\n', [/^1:1 it is "text"; write a mapping/]],
    ['too long', `${MINIMAL}#${'x'.repeat(256 * 1024)}`, [/^1:1 the file has \d+ characters; make it shorter/]],
    ['too deep in brackets', '['.repeat(200_000), [/^1:41 it nests more than 40 deep/]],
    ['too deep in dashes', '- '.repeat(100_000), [/^1:\d+ it nests more than 40 deep/]],
    ['too deep in indentation', Array.from({ length: 60 }, (_, i) => `${' '.repeat(i)}a:\n`).join(''), [/^\d+:\d+ it nests more than 40 deep/]],
    ['aliases that multiply', `a: &a [x,x,x,x,x,x,x,x]\nb: &b [${'*a,'.repeat(9)}]\nc: &c [${'*b,'.repeat(9)}]\nd: [${'*c,'.repeat(9)}]\n`,
      [/^1:1 its aliases stand for more than 100 values/]],
    ['an unquoted account id', MINIMAL.replace('"111122223333"', '012345678901'),
      [/^3:16 accounts\[0\]\.accountId is the number 12345678901, not text; put it in quotes: "012345678901"/]],
    ['an account id of 11 digits', MINIMAL.replace('111122223333', '11112222333'), [/^3:16 accounts\[0\]\.accountId is "11112222333"; write 12 digits/]],
    ['full-width digits', MINIMAL.replace('111122223333', '１１１１２２２２３３３３'), [/^3:16 .*write 12 digits/]],
    ['a key twice', MINIMAL.replace('primary: true', 'primary: true\n    primary: false'),
      [/^2:3 no account is primary/, /^5:5 the key primary stands there twice; keep one/]],
    ['several documents', `${MINIMAL}---\na: 1\n`, [/^8:1 a second document begins; take out the line ---/]],
    ['a tag of YAML', `${MINIMAL}retainData: !maybe true\n`, [/^8:13 the tag !maybe has no meaning/, /^8:20 retainData is "true"; write true or false/]],
    ['a tab', MINIMAL.replace('    primary', '\tprimary'), [/^4:1 the line is indented by a tab; indent by spaces/]],
    ['an open quote', MINIMAL.replace('"111122223333"', '"111122223333'), [/^3:16 accounts\[0\]\.accountId/, /^8:1 Missing closing "quote; close what was opened before/]],
    ['a wrong indentation', MINIMAL.replace('    primary', '     primary'), [/^4:1 .*; check the indentation/]],
    ['a directive', `%YAML 9.9\n---\n${MINIMAL}`, [/^1:7 the directive has no meaning/]],
    ['an alias of nothing', `${MINIMAL}rolePath: *path\n`, [/^8:11 the alias \*path stands for nothing; define &path before it/]],
    ['a key that is a list', `${MINIMAL}? [a]\n: 1\n`, [/^8:3 a key is no plain text/]],
    ['a merge key', `${MINIMAL}<<: {a: 1}\n`, [/^8:1 the key << is unknown/]],
    ['an unknown key', `${MINIMAL}retainDta: false\n`, [/^8:1 the key retainDta is unknown; did you mean retainData\?/]],
    ['an unknown key in other spelling', `${MINIMAL}retain_data: false\n`, [/did you mean retainData\?/]],
    ['an unknown key like no other', `${MINIMAL}zzzzzz: 1\n`, [/^8:1 the key zzzzzz is unknown; known here: namePrefix, accounts/]],
    ['an unknown key deep inside', MINIMAL.replace('bucket: example-state', 'bucket: example-state\n  buckt: x'),
      [/^8:3 the key state\.buckt is unknown; did you mean bucket\?/]],
    ['__proto__', `${MINIMAL}__proto__: {retainData: false}\n`, [/^8:1 the key __proto__ is unknown/]],
    ['__proto__ deep inside', MINIMAL.replace('bucket:', '__proto__: {region: x}\n  bucket:'), [/^7:3 the key __proto__ is unknown/]],
    ['__proto__ among the tags', `${MINIMAL}tags:\n  __proto__: x\n`, [/^9:3 the key __proto__ is unknown/]],
    ['infinity', `${MINIMAL}retention: {logsDays: .inf}\n`, [/^8:23 retention\.logsDays is Infinity; write a whole number of 1 to 3650/]],
    ['not a number', `${MINIMAL}retention: {logsDays: .nan}\n`, [/retention\.logsDays is NaN/]],
    ['a fraction', `${MINIMAL}retention: {logsDays: 1.5}\n`, [/retention\.logsDays is 1\.5/]],
    ['a huge number', `${MINIMAL}athena: {bytesScannedCutoff: 99999999999999999999}\n`, [/bytesScannedCutoff is 1000+; write a whole number/]],
    ['a number in quotes', `${MINIMAL}schedule: {computeCostMinutes: "5"}\n`, [/computeCostMinutes is "5"; write a whole number of 1 to 60/]],
    ['yes', `${MINIMAL}retainData: yes\n`, [/^8:13 retainData is "yes"; write true or false/]],
    ['a word of no choice', `${MINIMAL}schedule: {syncPricing: dayly}\n`, [/syncPricing is "dayly"; did you mean daily\?/]],
    ['a mapping for a text', `${MINIMAL}rolePath: {a: 1}\n`, [/^8:11 rolePath is a mapping; write a path/]],
    ['a binary', `${MINIMAL}rolePath: !!binary aGk=\n`, [/^8:20 rolePath is a mapping; write a path/]],
    ['no accounts', 'state: {bucket: example-state}\n', [/^1:1 accounts is missing; add it/]],
    ['an empty list of accounts', 'accounts: []\nstate: {bucket: example-state}\n', [/^1:11 accounts is an empty list; write at least one account/]],
    ['no state', MINIMAL.replace(/state:[^]*/, ''), [/^1:1 state\.bucket is missing; add it/]],
  ]
  for (const [name, text, mistakes] of cases) {
    const found = mistakesIn(text)
    t.equal(found.length, mistakes.length, `${name}: ${found.join(' | ')}`)
    mistakes.forEach((mistake, i) => t.match(found[i], mistake, name))
  }
})

t.test('accounts must fit together', async (t) => {
  const other = 'name: other\naccountId: "222233334444"\nregions: [us-east-1]'
  const cases: readonly (readonly [name: string, text: string, mistake: RegExp | null])[] = [
    ['a spoke', SPOKE(other), null],
    ['no primary', MINIMAL.replace('    primary: true\n', ''), /^2:3 no account is primary; write primary: true/],
    ['two primaries', SPOKE(`${other}\nprimary: true`), /^9:14 accounts\[1\] is primary, and accounts\[0\] is so too/],
    ['a name twice', SPOKE(other.replace('other', 'main')), /^6:11 main stands here for the second time; give every account a name/],
    ['an id twice', SPOKE(other.replace('222233334444', '111122223333')), /^7:16 111122223333 stands here for the second time/],
    ['a region twice', SPOKE(other.replace('[us-east-1]', '[us-east-1, us-east-1]')), /^8:26 us-east-1 stands here for the second time/],
    ['a bucket twice', SPOKE(other.replace('[us-east-1]', '[{region: us-east-1, existingBucket: {name: abc}}, {region: us-east-2, existingBucket: {name: abc}}]')),
      /^8:\d+ abc stands here for the second time/],
    ['no region', SPOKE(other.replace('[us-east-1]', '[]')), /^8:14 accounts\[1\]\.regions is an empty list; write at least one region/],
    ['a text for regions', SPOKE(other.replace('[us-east-1]', 'us-east-1')), /^8:14 accounts\[1\]\.regions is "us-east-1"; write a list/],
    ['a misspelt region', SPOKE(other.replace('us-east-1', 'us-eats-1')), /^8:15 .*is "us-eats-1"; write us-east-1, if that is what is meant/],
    ['a region like no other', SPOKE(other.replace('us-east-1', 'moon')), /^8:15 .*is "moon"; write the name of a region/],
    ['a spoke in GovCloud', SPOKE(other.replace('us-east-1', 'us-gov-west-1')),
      /^8:15 us-gov-west-1 is in partition aws-us-gov, the hub in aws: no role can be assumed across partitions; take it out/],
    ['a spoke in China', SPOKE(other.replace('us-east-1', 'cn-north-1')), /^8:15 cn-north-1 is in partition aws-cn/],
    ['a hub in GovCloud', MINIMAL.replace('us-east-1', 'us-gov-east-1'), /^5:15 the hub cannot be in us-gov-east-1: Amazon Data Firehose/],
    ['a hub in China', MINIMAL.replace('us-east-1', 'cn-northwest-1'), /^5:15 the hub cannot be in cn-northwest-1/],
    ['a hub in Malaysia', MINIMAL.replace('us-east-1', 'ap-southeast-5'), /^5:15 the hub cannot be in ap-southeast-5/],
    ['a hub with a further region in Malaysia', MINIMAL.replace('us-east-1', 'us-east-1, ap-southeast-5'), null],
    ['a profile', SPOKE(`${other}\nprofile: lab`), null],
    ['a role of the account', SPOKE(`${other}\nroleArn: arn:aws:iam::222233334444:role/x`), null],
    ['a profile and a role', SPOKE(`${other}\nprofile: lab\nroleArn: arn:aws:iam::222233334444:role/x`), /^10:14 accounts\[1\] has both a profile and a role/],
    ['a role of another account', SPOKE(`${other}\nroleArn: arn:aws:iam::111122223333:role/x`),
      /^9:14 accounts\[1\] is 222233334444, but its role is of 111122223333/],
    ['an external id alone', SPOKE(`${other}\nexternalId: abc`), /^9:17 accounts\[1\] has an external id but no role to assume/],
    ['a key of another region', SPOKE(other.replace('[us-east-1]', '[{region: eu-west-1, keys: {logs: "arn:aws:kms:us-east-1:222233334444:key/1"}}]')),
      /^8:\d+ the key for logs is in us-east-1, what it encrypts in eu-west-1/],
    ['a name that is too long', MINIMAL.replace('main', 'a23456789012345678901'), /^2:11 .*write a name of at most 20/],
    ['the longest name', MINIMAL.replace('main', 'a2345678901234567890'), null],
    ['a reserved bucket', MINIMAL.replace('example-state', 'xn--state'), /^7:11 state\.bucket is "xn--state"; write the name of a bucket/],
    ['an address for a bucket', MINIMAL.replace('example-state', '10.0.0.1'), /^7:11 state\.bucket/],
    ['capitals in a bucket', MINIMAL.replace('example-state', 'Example'), /^7:11 state\.bucket/],
  ]
  for (const [name, text, mistake] of cases) {
    const found = mistakesIn(text)
    t.equal(found.length, mistake === null ? 0 : 1, `${name}: ${found.join(' | ')}`)
    if (mistake !== null) t.match(found[0], mistake, name)
  }
})

t.test('settings must fit together', async (t) => {
  const topic = 'arn:aws:sns:us-east-1:111122223333:alerts'
  const cases: readonly (readonly [text: string, mistake: RegExp | null])[] = [
    ['namePrefix: a2345678901234567890', null],
    ['namePrefix: a23456789012345678901', /^8:13 namePrefix is .*; write at most 20/],
    ['namePrefix: aws-usage', /^8:13 .*not with aws, amzn or sthree/],
    ['namePrefix: usage-', /^8:13 namePrefix/],
    ['namePrefix: us--age', /^8:13 namePrefix/],
    ['namePrefix: Usage', /^8:13 namePrefix/],
    ['retention: {logsDays: 40, logsInfrequentAccessDays: 40}', /^8:53 logs are moved to infrequent access after 40 days, but deleted after 40/],
    ['retention: {logsInfrequentAccessDays: 10}', /^8:39 .*S3 moves nothing earlier/],
    ['retention: {functionLogsDays: 31}', /^8:31 .*write one of 1, 3, 5/],
    ['retention: {logsDays: 0}', /^8:23 .*write a whole number of 1 to 3650/],
    ['retention: {hourBucketsDays: 39}', /^8:30 .*write a whole number of 40 to 3650/],
    ['schedule: {lookBackHours: 841}', /^8:27 .*write a whole number of 2 to 840/],
    ['attribution: {tagKeys: [a, b, c, d], tagDimensions: [a, b, c, d]}', /^8:53 .*at most 3 keys|at most 3 entries/],
    ['attribution: {tagKeys: [a], tagDimensions: [b]}', /^8:14 tag dimension "b" is not among the tag keys/],
    ['attribution: {tagKeys: [a, a]}', /^8:14 tag key "a" stands there twice/],
    [`attribution: {sessionRoles: [${Array.from({ length: 50 }, (_, i) => `role-number-${i}-with-quite-a-long-name-that-adds-up`).join(', ')}]}`,
      /^8:14 the attribution is too long for the environment of a function/],
    [`alarms: {topicArns: ["${topic}"]}`, null],
    ['alarms: {email: me@example.com}', null],
    [`alarms: {email: me@example.com, topicArns: ["${topic}"]}`, /^8:17 alarms have both an e-mail address and topics/],
    ['alarms: {email: me}', /^8:17 alarms\.email is "me"; write an e-mail address/],
    ['alarms: {topicArns: ["arn:aws:sqs:us-east-1:111122223333:alerts"]}', /^8:22 .*write an ARN such as arn:aws:sns/],
    ['tags: {Team: a, team: b}', /^8:17 the tag team stands there twice/],
    ['tags: {"aws:team": a}', /^8:8 "aws:team" cannot be the key of a tag/],
    ['tags: {cost: 5}', /^8:14 tags\.cost is the number 5, not text; put it in quotes: "5"/],
    [`tags: {${Array.from({ length: 41 }, (_, i) => `t${i}: a`).join(', ')}}`, /^8:7 there are 41 tags; keep at most 40/],
    ['keys: {events: "arn:aws:kms:us-east-1:111122223333:key/1"}', null],
    ['keys: {events: "arn:aws:kms:eu-west-1:111122223333:key/1"}', /^8:16 events is in eu-west-1, the hub in us-east-1/],
    ['keys: {events: "alias/aws/s3"}', /^8:16 keys\.events is "alias\/aws\/s3"; write an ARN such as arn:aws:kms/],
    ['permissionsBoundary: boundaries/workload', null],
    ['permissionsBoundary: arn:aws:iam::111122223333:policy/x', /^8:22 .*not its ARN/],
    ['rolePath: analytics', /^8:11 .*a slash at both ends/],
    ['organizationId: 123', /^8:17 organizationId is the number 123/],
    ['prices: {feedUrl: "http://example.com/x.json"}', /^8:19 .*an address that begins with https/],
    ['logging: {prefix: logs/}', /^8:19 .*without a slash at its ends/],
    ['athena: {bytesScannedCutoff: 1000}', /^8:30 .*10 MiB to 1 TiB/],
    ['exports: {enabled: true, format: csv, prefix: bi/bedrock, lookBackDays: 365, existingBucket: {name: example-bi, ownerAccountId: "777788889999"}}', null],
    ['exports: {enabled: daily}', /^8:20 exports\.enabled is "daily"; write true or false/],
    ['exports: {format: parket}', /^8:19 exports\.format is "parket"; did you mean parquet\? write parquet or csv/],
    ['exports: {prefix: bi/}', /^8:19 .*without a slash at its ends/],
    ['exports: {lookBackDays: 366}', /^8:25 .*write a whole number of 1 to 365/],
    ['exports: {bucket: example-bi}', /^8:11 the key exports\.bucket is unknown/],
    ['exports: {existingBucket: example-bi}', /^8:27 exports\.existingBucket is "example-bi"; write a mapping with keys of name, ownerAccountId/],
    ['exports: {existingBucket: {name: example-bi, ownerAccountId: 777788889999}}', /^8:62 .*is the number 777788889999, not text; put it in quotes/],
    ['keys: {exports: "arn:aws:kms:eu-west-1:111122223333:key/1"}', /^8:17 exports is in eu-west-1, the hub in us-east-1/],
    ['retention: {exportsDays: 365}', /^8:26 .*write a whole number of 366 to 3650/],
  ]
  for (const [text, mistake] of cases) {
    const found = mistakesIn(`${MINIMAL}${text}\n`)
    t.equal(found.length, mistake === null ? 0 : 1, `${text}: ${found.join(' | ')}`)
    if (mistake !== null) t.match(found[0], mistake, text)
  }
  t.match(mistakesIn(MINIMAL.replace('bucket:', 'profile: a\n  roleArn: arn:aws:iam::111122223333:role/x\n  bucket:')),
    [/^8:12 the state has both a profile and a role/])
})

const DASHBOARD = `dashboard:
  image: usage:1.0.0
  vpcId: vpc-0123456789abcdef0
  publicSubnetIds: [subnet-0123456789abcdef0, subnet-0123456789abcdef1]
  privateSubnetIds: [subnet-0123456789abcdef2, subnet-0123456789abcdef3]
  certificateArn: arn:aws:acm:us-east-1:111122223333:certificate/1
  hostName: usage.example.com
  oidc: {issuer: "https://a", authorizationEndpoint: "https://a", tokenEndpoint: "https://a", userInfoEndpoint: "https://a", clientId: a,
    clientSecretArn: "arn:aws:secretsmanager:us-east-1:111122223333:secret:a"}
`

t.test('with a dashboard behind a load balancer, no other way to sign in can be meant', async (t) => {
  const cases: readonly (readonly [auth: string, mistakes: readonly RegExp[]])[] = [
    ['auth: {mode: jwt, jwt: {preset: alb}}', []],
    ['', [/^1:1 auth does not say mode: jwt; with dashboard, a load balancer signs people in.*write mode: jwt and jwt: \{preset: alb\}/]],
    ['auth: {roleMapping: []}', [/^17:7 auth does not say mode: jwt/]],
    ['auth: {mode: none}', [/^17:14 auth\.mode is none, but with dashboard/]],
    ['auth: {mode: header, header: {userHeader: x, sharedSecretHeader: y}}', [/^17:14 auth\.mode is header, but with dashboard/]],
    ['auth: {mode: jwt, jwt: {preset: iap, audience: a}}', [/^17:33 auth\.jwt\.preset is iap, but with dashboard/]],
  ]
  for (const [auth, mistakes] of cases) {
    const found = mistakesIn(`${MINIMAL}${DASHBOARD}${auth}\n`)
    t.equal(found.length, mistakes.length, `${auth}: ${found.join(' | ')}`)
    mistakes.forEach((mistake, i) => t.match(found[i], mistake, auth))
  }
  t.same(mistakesIn(`${MINIMAL}auth: {mode: none}\n`), [], 'without one, nobody need sign in')
})

t.test('limits that a default role undoes are a mistake', async (t) => {
  const mapping = (entries: string, role = 'viewer') => mistakesIn(`${MINIMAL}auth: {defaultRole: ${role}, roleMapping: [${entries}]}\n`)
  const limited = '{group: b, role: viewer, accounts: ["111122223333"]}, {group: c, role: viewer, callers: [role/app-*]}'
  const [mistake, ...others] = mapping(`{group: a, role: admin}, ${limited}`)
  t.match(mistake, /^8:21 auth\.defaultRole is viewer: everybody who signs in sees all .*, whatever auth\.roleMapping\[1\] limits them to; say defaultRole: none/)
  t.same(others, [])
  t.same(mapping(limited, 'none'), [])
  t.same(mapping('{group: a, role: admin}, {user: b@example.com, role: viewer}'), [])
})

t.test('all mistakes come at once, in the order of the file, and in one message', async (t) => {
  const text = `${MINIMAL.replace('"111122223333"', '111122223333')}retainDta: true\nretention: {logsDays: .inf}\n`
  t.throws(() => parseConfig(text, 'my.yaml'), {
    message: [
      'my.yaml has 3 mistakes',
      'my.yaml:3:16: accounts[0].accountId is the number 111122223333, not text; '
        + 'put it in quotes: "111122223333" (it wants 12 digits in quotes, such as "111122223333")',
      'my.yaml:8:1: the key retainDta is unknown; did you mean retainData?',
      'my.yaml:9:23: retention.logsDays is Infinity; write a whole number of 1 to 3650',
    ].join('\n'),
  })
})

t.test('where the text breaks off, only what stands before that is judged', async (t) => {
  const found = mistakesIn(MINIMAL.replace('main', 'Main').replace('    primary', '\tprimary').replace('bucket', 'buckt'))
  t.match(found, [/^2:11 accounts\[0\]\.name is "Main"/, /^4:1 the line is indented by a tab/])
  t.equal(found.length, 2)
})

t.test('aliases count as what they stand for, wherever mistakes in them are', async (t) => {
  const text = SPOKE('name: other\naccountId: "222233334444"\nregions: &r [us-east-1, eu-wst-1]')
    .replace('regions: [us-east-1]', 'regions: *r')
  t.match(mistakesIn(text), [/^5:14 the alias \*r stands for nothing/, /^5:14 accounts\[0\]\.regions is missing/, /^8:29 .*"eu-wst-1"; write eu-west-1/])
  const good = MINIMAL.replace('us-east-1]', 'us-east-1]\n  - {name: b, accountId: "222233334444", regions: &r [eu-west-1]}\n  - {name: c, accountId: "333344445555", regions: *r}')
  t.equal(parseConfig(good, 'config.yaml').accounts[2]?.regions[0]?.region, 'eu-west-1')
})

t.test('whatever is in the file, there is a configuration or an error with places in it', async () => {
  const lines = `${SPOKE('name: other\naccountId: "222233334444"\nregions: [us-east-1, {region: eu-west-1}]')}tags: {a: b}\n`.split('\n')
  const odd = fc.constantFrom('', '\t', '- ', '[', '}', '"', ': ', '&a ', '*a', '!!set', '---', '.inf', 'null', '{}', '~', '? ', '|', '\u2028', '0')
  fc.assert(fc.property(fc.nat(lines.length - 1), fc.nat(30), fc.nat(10), odd, (row, column, cut, piece) => {
    const text = lines.map((line, i) => i === row ? line.slice(0, column) + piece + line.slice(column + cut) : line).join('\n')
    try {
      parseConfig(text, 'config.yaml')
      return true
    } catch (error) {
      if (!(error instanceof ConfigError)) throw error
      return error.problems.length > 0 && error.problems.every(({ line, column }) => line >= 1 && line <= lines.length + 1 && column >= 1)
    }
  }), { numRuns: 300 })
})
