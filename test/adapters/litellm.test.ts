import t, { type Test } from 'tap'
import { type FeedLimits, liteLlmFeed } from '../../adapters/litellm.ts'
import { awsServer, type WireAnswer } from '../fixtures/aws/server.ts'

async function open(t: Test, answer: () => WireAnswer | Promise<WireAnswer>, options: FeedLimits = {}) {
  const server = await awsServer(answer)
  t.teardown(() => server.close())
  return { server, feed: liteLlmFeed(`${server.endpoint}/prices.json`, options) }
}

t.test('the list comes with its entity tag, and with none where there is none', async (t) => {
  const tagged = await open(t, () => ({ headers: { etag: 'W/"7"' }, body: '{"ä": 1}' }))
  t.same(await tagged.feed.read(null), { text: '{"ä": 1}', revision: 'W/"7"' })
  t.equal(tagged.server.requests[0]?.headers['if-none-match'], undefined)
  t.same(await (await open(t, () => ({ body: '{}' }))).feed.read(null), { text: '{}', revision: null })
})

t.test('a list that is known is not read again', async (t) => {
  const { server, feed } = await open(t, () => ({ status: 304 }))
  t.equal(await feed.read('W/"7"'), null)
  t.equal(server.requests[0]?.headers['if-none-match'], 'W/"7"')
})

t.test('any other answer is an error that names the address', async (t) => {
  for (const status of [204, 404, 500]) {
    const { feed } = await open(t, () => ({ status }))
    await t.rejects(feed.read(null), new RegExp(`cannot read the price list at http://127.*/prices.json: the server answered ${status}`))
  }
})

t.test('a list that is too large, late or breaks off is an error', async (t) => {
  const large = await open(t, () => ({ body: 'x'.repeat(2_000) }), { maxBytes: 1_000 })
  await t.rejects(large.feed.read(null), /it has more than 1000 bytes/)
  const late = await open(t, () => new Promise(() => undefined), { timeoutMs: 50 })
  await t.rejects(late.feed.read(null), /no answer within 50 ms/)
  const broken = await open(t, () => ({ hangUp: true }))
  await t.rejects(broken.feed.read(null), /cannot read the price list at .*: (UND_ERR_SOCKET|other side closed|ECONNRESET)/)
  await t.rejects(liteLlmFeed('http://127.0.0.1:1/').read(null), /cannot read the price list at http:\/\/127.0.0.1:1\/: /)
})
