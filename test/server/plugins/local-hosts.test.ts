import t from 'tap'
import { appOf, storeWithUsage } from '../../fixtures/app.ts'
import { memoryUsageStore } from '../../fixtures/memory-usage-store.ts'

const HOSTS: [host: string, publicUrl: string | null, status: number][] = [
  ['localhost', null, 200],
  ['localhost:8060', null, 200],
  ['LOCALHOST:1', null, 200],
  ['127.0.0.1:8060', null, 200],
  ['127.8.9.1', null, 200],
  ['[::1]:8060', null, 200],
  ['[::1]', null, 200],
  ['evil.example', null, 421],
  ['evil.example:8060', null, 421],
  ['localhost.evil.example', null, 421],
  ['127.0.0.1.evil.example', null, 421],
  ['localhost@evil.example', null, 421],
  ['evil.example#localhost', null, 421],
  ['[::1].evil.example', null, 421],
  ['10.0.0.7:8060', null, 421],
  ['usage.example.com', null, 421],
  ['usage.example.com', 'https://usage.example.com', 200],
  ['usage.example.com:8060', 'https://usage.example.com', 200],
  ['127.0.0.1:8060', 'https://usage.example.com', 200],
  ['evil.example', 'https://usage.example.com', 421],
]

t.test('a server that asks nobody who they are answers to names of its own only', async (t) => {
  const usage = await storeWithUsage()
  for (const publicUrl of new Set(HOSTS.map(([, publicUrl]) => publicUrl))) {
    const app = await appOf(usage, { isLocal: true, publicUrl })
    for (const [host, , status] of HOSTS.filter(([, of]) => of === publicUrl)) {
      for (const url of ['/', '/api/v1/models', '/metrics', '/nowhere']) {
        const answer = await app.inject({ url, headers: { host } })
        t.equal(answer.statusCode === 421, status === 421, `${url} of ${host}: ${answer.statusCode}`)
        if (status === 421) t.notMatch(answer.body, /alice@example\.com|batch/, 'and no usage in it')
      }
    }
  }
})

t.test('whoever is refused reads why, on a page that looks like one, or as a problem', async (t) => {
  const app = await appOf(memoryUsageStore(), { isLocal: true })
  const host = 'evil.example"><img src=x>'
  const page = await app.inject({ url: '/', headers: { host: 'usage.lan:8060' } })
  t.match(page.body, /This is not the address of this server/)
  t.match(page.body, /localhost or 127\.0\.0\.1, and not as (&quot;|&#34;)usage\.lan(&quot;|&#34;).*server\.publicUrl/s)
  t.notMatch((await app.inject({ url: '/', headers: { host } })).body, /<img/)
  const problem = await app.inject({ url: '/api/v1/models', headers: { host: 'evil.example' } })
  t.match(problem.json(), { status: 421, title: 'This is not the address of this server' })
  const [style = ''] = /\/assets\/[^"]+\.css/.exec(page.body) ?? []
  t.equal((await app.inject({ url: style, headers: { host: 'usage.lan:8060' } })).statusCode, 200)
})

t.test('where people sign in, or everybody is let in on purpose, any name will do', async (t) => {
  const app = await appOf(memoryUsageStore())
  t.equal((await app.inject({ url: '/', headers: { host: 'usage.lan' } })).statusCode, 200)
})
