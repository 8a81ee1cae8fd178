import { existsSync, readdirSync, readFileSync } from 'node:fs'
import { dirname, join, resolve } from 'node:path'
import t from 'tap'
import { JWT_PRESETS } from '../../../domain/jwt-presets.ts'
import { readAuthSettings } from '../../../domain/auth-settings.ts'
import { parseAuthFile } from '../../../domain/parse-auth.ts'
import { parseConfig } from '../../../domain/parse-config.ts'
import { SCRYPT_COST, formatPasswordHash } from '../../../domain/password-hash.ts'

const DOCS = resolve(import.meta.dirname, '../../../server/auth/docs')
const pages = readdirSync(DOCS).sort().map((name) => ({ name, text: readFileSync(join(DOCS, name), 'utf8') }))
const HASH = formatPasswordHash({ ...SCRYPT_COST, salt: 'AbCdEfGhIjKlMnOpQrStUv', digest: 'abcdefghijklmnopqrstuvwxyzABCDEFGHIJKLMNOPQ' })
const REST = 'accounts: [{ name: platform, accountId: "111122223333", regions: [us-east-1], primary: true }]\nstate: { bucket: example-state }\n'
const SECRETS: Readonly<Record<string, object>> = {
  header: { headerSecret: 'Zk3rJ9vQ1xT7mW5nB2cL8pD4sF6gH0aYuEoiR', sessionSecrets: null },
  password: { headerSecret: null, sessionSecrets: 'Zk3rJ9vQ1xT7mW5nB2cL8pD4sF6gH0aYuEoiR' },
}

/** Fenced blocks, by what stands after the fence. */
const blocksOf = (text: string) => [...text.matchAll(/^```([^\n]*)\n(.*?)^```/gms)].map(([, info = '', body = '']) => ({ info, body }))

t.test('every configuration of the dashboard is accepted as it stands, in a file of its own and in config.yaml', async (t) => {
  for (const { name, text } of pages) {
    const ours = blocksOf(text).filter(({ info }) => info === 'yaml dashboard').map(({ body }) => body.replace('${HASH}', HASH))
    t.ok(ours.length > 0, `${name} shows one`)
    for (const block of ours) {
      const { auth, server } = parseAuthFile(block, name)
      t.match(parseConfig(REST + block, name), { auth, server })
      const environment = { headerSecret: null, sessionSecrets: null, allowAnonymous: false, host: '127.0.0.1', ...SECRETS[auth.mode] }
      t.equal(readAuthSettings({ auth, server, environment }).signIn.mode, auth.mode, name)
    }
  }
})

t.test('no configuration of the dashboard goes without being tested', async (t) => {
  for (const { name, text } of pages) {
    const others = blocksOf(text).filter(({ info }) => info !== 'yaml dashboard')
    for (const { info, body } of others) t.notMatch(body, /^(auth|server):/m, `${name}: ${info}`)
  }
})

t.test('every preset has a page, which names the header and is in the table', async (t) => {
  const index = pages.find(({ name }) => name === 'README.md')?.text ?? ''
  for (const [preset, { headerName }] of Object.entries(JWT_PRESETS)) {
    const page = pages.find(({ name }) => name === `${preset}.md`)?.text ?? ''
    t.match(page, `preset: ${preset}`)
    t.match(index, new RegExp(`\\]\\(${preset}\\.md\\) \\| \`jwt\`, \`${preset}\``))
    if (headerName === null) continue
    t.match(page.toLowerCase(), headerName)
    t.match(index, `\`${headerName}\``)
  }
})

t.test('every page is linked from the first one, and every link leads somewhere', async (t) => {
  const index = pages.find(({ name }) => name === 'README.md')?.text ?? ''
  for (const { name } of pages) if (name !== 'README.md') t.match(index, `](${name})`)
  for (const { name, text } of pages) {
    for (const [, target = ''] of text.matchAll(/\]\((?!https?:|#)([^)#]+)/g)) t.ok(existsSync(resolve(dirname(join(DOCS, name)), target)), `${name}: ${target}`)
  }
})

t.test('the configurations of Apache and nginx are those that are run', async (t) => {
  const withoutPlace = (text: string) => text.split('\n').map((line) => line.trim()).filter((line) => line !== '' && !line.startsWith('#'))
  const run = new Set(['apache', 'nginx'].flatMap((name) => withoutPlace(readFileSync(resolve(import.meta.dirname, `../../chain/${name}.conf`), 'utf8'))))
  for (const name of ['apache', 'nginx']) {
    const [shown] = blocksOf(pages.find((page) => page.name === `${name}.md`)?.text ?? '').filter(({ info }) => info === name)
    const elsewhere = withoutPlace(shown?.body ?? '').filter((line) => !run.has(line))
    // Names, addresses and secrets are those of the place.
    t.strictSame(elsewhere.filter((line) => !/example\\?\.com|Passphrase|127\.0\.0\.1|:(8060|9000)|<|listen|dashboard/.test(line)), [], name)
  }
})
