import t from 'tap'
import { readableUrl } from '../../server/readable-url.ts'
import { appOf, storeWithUsage } from '../fixtures/app.ts'

t.test('only a % that stands for nothing is changed, and only in the path', async (t) => {
  const cases = [
    ['/', '/'], ['/models?caller=100%', '/models?caller=100%'], ['/a%20b?c=%E0%A4%A', '/a%20b?c=%E0%A4%A'], ['/%E0%A4%A', '/%25E0%25A4%25A'],
    ['/100%?a=%41', '/100%25?a=%41'], ['/%ff/%41', '/%25ff/%2541'], ['', ''],
  ] as const
  for (const [url, readable] of cases) t.equal(readableUrl(url), readable)
})

t.test('an address that nobody can read is answered like one that does not exist', async (t) => {
  const app = await appOf(await storeWithUsage())
  for (const url of ['/%', '/%E0%A4%A', '/%C0%AF', '/%ED%A0%80?x=1']) {
    const { statusCode, headers, body } = await app.inject({ url })
    t.equal(statusCode, 404, url)
    t.match(body, '<!doctype html>')
    t.match(headers, { 'content-security-policy': /script-src/, 'x-content-type-options': 'nosniff', 'cache-control': 'no-store' })
  }
})
