import t from 'tap'
import { FULL_ACCESS } from '../../domain/access.ts'
import { passwordAuthenticator } from '../../server/auth/password-authenticator.ts'
import { appOf, NOW } from '../fixtures/app.ts'
import { passwordSignIn } from '../fixtures/auth-settings.ts'
import { getRoutes } from '../fixtures/get-routes.ts'
import { memorySessions } from '../fixtures/memory-sessions.ts'
import { memoryUsageStore } from '../fixtures/memory-usage-store.ts'
import { userOf } from '../fixtures/password-users.ts'
import { appIn, WHOLE_WORLD } from '../fixtures/worlds.ts'

/** Parameters that a route cannot do without. */
const NEEDED: Readonly<Record<string, string>> = { '/pricing/key': 'key=amazon.nova-pro-v1:0' }

function passwordApp() {
  const clock = () => NOW
  const signIn = passwordSignIn([userOf('ann', 'correct horse battery')])
  const authenticator = passwordAuthenticator(signIn, { sessions: memorySessions(clock), clock, publicUrl: null })
  return appOf(memoryUsageStore(), { authenticator })
}

t.test('a query that cannot be read for certain is refused, on every route', async (t) => {
  const app = await appIn(WHOLE_WORLD, FULL_ACCESS)
  const routes = getRoutes(app)
  t.ok(routes.length > 20)
  const cases: [string, number][] = [
    ['no-such-parameter=1', 400], ['__proto__[x]=1', 400], ['constructor=1', 400], ['%5B%5D=1', 400], ['refresh=%00', 400], ['x=%E0%A4%A', 400],
    ['%', 400], ['refresh=100%', 400], ['x=%FF', 400], ['range=7d?nope=1', 400], [`model=${'x'.repeat(7_000)}`, 414],
    [Array.from({ length: 3_000 }, (_, index) => `p${index}=1`).join('&'), 414],
  ]
  const withLogin = await passwordApp()
  const logins = getRoutes(withLogin).filter((path) => !routes.includes(path))
  t.ok(logins.includes('/login'))
  for (const [server, paths] of [[app, routes], [withLogin, logins]] as const) {
    for (const path of paths) {
      const needed = NEEDED[path]
      for (const [query, status] of cases) {
        const url = `${path}?${needed === undefined ? '' : `${needed}&`}${query}`
        const answer = await server.inject(url)
        if (answer.statusCode !== status) t.fail(`${url.slice(0, 80)} answers ${answer.statusCode}, not ${status}`)
      }
    }
  }
})

t.test('nobody learns of a query before they have signed in', async (t) => {
  const app = await appIn(WHOLE_WORLD, null)
  for (const url of ['/?nope=1', '/pricing?nope=1', `/?model=${'x'.repeat(7_000)}`]) t.equal((await app.inject(url)).statusCode, 403, url.slice(0, 30))
})

t.test('what may be said once may not be said twice, on any route that knows it', async (t) => {
  const app = await appIn(WHOLE_WORLD, FULL_ACCESS)
  const once = [
    'range=7d', 'from=2026-11-01', 'to=2026-11-02', 'tz=UTC', 'granularity=day', 'compare=none', 'refresh=off', 'metric=cost', 'sort=name', 'dir=asc', 'page=1',
    'find=a', 'find-caller=a', 'find-tag.team=a', 'show=table', 'focus=a', 'scale=log', 'band=extremes', 'code=a', 'code-find=a', 'model-page=1', 'component=input',
    'scope=a', 'tier=a', 'kind=role', 'error=a', 'key=a', 'saved=1', 'action=add', 'effectiveFrom=2026-11-01', 'id=a', 'format=csv', 'table=a', 'limit=5', 'next=/',
  ]
  for (const path of getRoutes(app)) {
    const needed = NEEDED[path]
    for (const parameter of once) {
      const [name] = parameter.split('=')
      const twice = `${path}?${needed === undefined || needed.startsWith(`${name}=`) ? '' : `${needed}&`}${parameter}&${parameter}`
      const answer = await app.inject(twice)
      if (answer.statusCode !== 400) t.fail(`${twice} answers ${answer.statusCode}`)
    }
  }
  t.pass()
})

t.test('what links and forms of pages say is read: values left empty, many callers, spaces, plus signs and question marks', async (t) => {
  const app = await appIn(WHOLE_WORLD, FULL_ACCESS)
  const callers = Array.from({ length: 150 }, (_, index) => `caller=person-${index}%40example.com`).join('&')
  for (const query of ['account=&caller=&range=7d', callers, 'caller=a+b%2Bc%3Fd', 'find=%25', 'tz=Asia/Kolkata']) {
    t.equal((await app.inject(`/callers?${query}`)).statusCode, 200, query.slice(0, 60))
  }
})
