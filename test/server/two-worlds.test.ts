import type { FastifyInstance, LightMyRequestResponse } from 'fastify'
import t from 'tap'
import { FULL_ACCESS, type Access } from '../../domain/access.ts'
import { viewer } from '../fixtures/app.ts'
import { SOURCE_A, SOURCE_B } from '../fixtures/bucket.ts'
import { getRoutes } from '../fixtures/get-routes.ts'
import { ANN, appIn, WHOLE_WORLD, type World } from '../fixtures/worlds.ts'

interface Person {
  readonly name: string
  readonly access: Access | null
  /** The world in which there is nothing but what they may see. */
  readonly own: World
  /** Whether they try everything, or just a little. */
  readonly isThorough?: boolean
}

const isOwn = (caller: string) => caller === ANN
const isApp = (caller: string) => caller.startsWith('app-')

/**
 * Everybody may read /me, and so their own calls wherever they were made: those are in all worlds, in accounts that stand for
 * themselves. What else there is, is said here in words of its own, not of the code that is tested.
 */
const PEOPLE: readonly Person[] = [
  {
    name: 'somebody who sees some callers of one account',
    access: viewer({ accounts: [SOURCE_A.accountId], callers: ['app-*'] }),
    own: {
      calls: ({ source, caller }) => (source.accountId === SOURCE_A.accountId && isApp(caller)) || isOwn(caller),
      accounts: (id) => id === SOURCE_A.accountId || id === '333344445555',
      quarantine: () => false,
    },
    isThorough: true,
  },
  {
    name: 'somebody who sees some callers of all accounts',
    access: viewer({ accounts: 'all', callers: ['app-*'] }),
    own: { calls: ({ caller }) => isApp(caller) || isOwn(caller), accounts: (id) => id !== '444455556666', quarantine: () => false },
    isThorough: true,
  },
  {
    name: 'somebody who sees one account, and some callers of another',
    access: viewer({ accounts: [SOURCE_B.accountId], callers: 'all' }, { accounts: [SOURCE_A.accountId], callers: ['app-web'] }),
    own: {
      calls: ({ source, caller }) => source.accountId === SOURCE_B.accountId
        || (source.accountId === SOURCE_A.accountId && caller === 'app-web') || isOwn(caller),
      accounts: (id) => id !== '444455556666',
      quarantine: (source) => source === SOURCE_B,
    },
  },
  {
    name: 'somebody whose grant is empty',
    access: viewer({ accounts: [SOURCE_A.accountId], callers: [] }),
    own: { calls: ({ caller }) => isOwn(caller), accounts: (id) => id === SOURCE_A.accountId || id === '333344445555', quarantine: () => false },
  },
  {
    name: 'somebody without a role',
    access: null,
    own: { calls: ({ caller }) => isOwn(caller), accounts: (id) => id === SOURCE_A.accountId || id === '333344445555', quarantine: () => false },
  },
]

const B = SOURCE_B.accountId
const HIDDEN = 'others-batch'

/** What a person could try to get at others by. Parameters that a route does not know have to be refused alike, too. */
const TAMPERED = [
  `account=${B}`, `not-account=${B}`, `account=${SOURCE_A.accountId}&account=${B}`, `account=%5B%22${B}%22%5D`, `account%5B%5D=${B}`,
  'account=444455556666', `account=${B}&account=${B}`, 'region=eu-central-1', `caller=${HIDDEN}`, `not-caller=${HIDDEN}`, 'caller=*', 'caller=app-shop',
  'tag.team=blue', 'not-tag.team=red', 'tag.project=', 'model=hidden.model-1&range=90d', 'group=account', 'group=caller', 'group=tag:project',
  `find-account=${B}`, 'find-account=shop', 'find-caller=others', 'find=others', 'page=2', 'sort=name&dir=asc', 'range=all',
  'focus=hidden.model-1&range=90d', 'code=HiddenException', 'error=HiddenException', 'kind=user', 'from=2025-11-30&to=2025-12-02', 'range=last-month',
  'key=hidden.model-1', 'key=amazon.nova-pro-v1:0', 'request=eu-west-1-others-shop-2026-11-23T19', 'limit=1',
]

const A_FEW = ['range=all', `account=${B}`, `caller=${HIDDEN}`, 'find-account=shop', 'key=amazon.nova-pro-v1:0', 'tag.team=blue']

/** Whole answers to people and programs, and the parts of pages that are refreshed by themselves. */
const KINDS = [
  {}, { accept: 'application/json' }, { 'hx-request': 'true', 'hx-target': 'form#filters' }, { 'hx-request': 'true', 'hx-target': 'div#freshness' },
]

/** All of an answer but what is made anew for each: ids of requests and nonces. */
function told({ statusCode, headers, body }: LightMyRequestResponse): string {
  const kept = Object.entries(headers).filter(([name]) => !['date', 'x-request-id', 'content-security-policy', 'etag'].includes(name))
  const id = String(headers['x-request-id'])
  const own = body.replaceAll(id, 'ID').replace(/nonce="[^"]*"/g, 'nonce=""').replace(/[0-9a-f]{8}(-[0-9a-f]{4}){3}-[0-9a-f]{12}/g, 'ID')
  return `${statusCode} ${JSON.stringify(kept.filter(([name]) => name !== 'content-length').sort())}\n${own}`
}

async function answersOf(app: FastifyInstance, url: string, headers: Record<string, string>): Promise<string> {
  return told(await app.inject({ url, headers }))
}

/** Where two texts begin to differ. */
function difference(a: string, b: string): string {
  let at = 0
  while (at < a.length && a[at] === b[at]) at++
  return `…${a.slice(Math.max(0, at - 80), at + 120)}… but …${b.slice(at, at + 120)}…`
}

/** Links to tables as CSV, and some of those to explanations. */
function tablesAndExplanations(page: string): string[] {
  const hrefs = [...page.matchAll(/href="([^"]*)"/g)].map(([, href = '']) => href.replaceAll('&amp;', '&'))
  return [...hrefs.filter((href) => href.includes('format=csv')), ...hrefs.filter((href) => href.startsWith('/explain?')).slice(0, 3)]
}

function* requests(app: FastifyInstance, queries: readonly string[]): Generator<{ url: string; headers: Record<string, string> }> {
  for (const path of getRoutes(app)) {
    if (path.startsWith('/assets/')) continue
    for (const headers of KINDS) yield { url: path, headers }
    for (const query of queries) yield { url: `${path}?${query}`, headers: {} }
  }
}

for (const { name, access, own, isThorough } of PEOPLE) {
  t.test(`to ${name}, every answer is, byte for byte, that of a world without the others`, async (t) => {
    const [inWhole, inOwn] = [await appIn(WHOLE_WORLD, access), await appIn(own, access)]
    const links = new Set<string>()
    let answered = 0
    for (const { url, headers } of requests(inWhole, isThorough ? TAMPERED : A_FEW)) {
      const [answer, expected] = [await answersOf(inWhole, url, headers), await answersOf(inOwn, url, headers)]
      if (answer !== expected) t.fail(`${url} ${JSON.stringify(headers)}: ${difference(answer, expected)}`)
      if (answer.startsWith('200')) answered++
      if (isThorough && !url.includes('?')) for (const href of tablesAndExplanations(answer)) links.add(href)
    }
    for (const url of links) {
      const [answer, expected] = [await answersOf(inWhole, url, {}), await answersOf(inOwn, url, {})]
      if (answer !== expected) t.fail(`${url}: ${difference(answer, expected)}`)
    }
    t.ok(answered > 20 && (!isThorough || links.size > 10), `${answered} answers, ${links.size} tables and explanations`)
  })
}

t.test('the worlds do differ for whoever sees everything, on every page with numbers', async (t) => {
  const [inWhole, inOwn] = [await appIn(WHOLE_WORLD, FULL_ACCESS), await appIn(PEOPLE[0]?.own ?? WHOLE_WORLD, FULL_ACCESS)]
  for (const { path, isOwn: isMine } of inWhole.usageViews) {
    const url = `${path}?range=90d`
    t.equal((await answersOf(inWhole, url, {})) === (await answersOf(inOwn, url, {})), isMine, url)
  }
})
