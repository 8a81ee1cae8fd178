import { writeFileSync } from 'node:fs'
import { join } from 'node:path'
import { pathToFileURL } from 'node:url'
import { S3Client } from '@aws-sdk/client-s3'
import t, { type Test } from 'tap'
import { filePriceFeed } from '../../adapters/file-price-feed.ts'
import { openPriceFeed } from '../../adapters/price-feed.ts'
import { s3PriceFeed } from '../../adapters/s3-price-feed.ts'
import { awsServer, type WireAnswer } from '../fixtures/aws/server.ts'

t.test('a file is read by its path or URL, and not again while it is the same', async (t) => {
  const path = join(t.testdir({ 'prices.json': '{"ä": 1}' }), 'prices.json')
  for (const location of [path, pathToFileURL(path).href]) {
    const news = await openPriceFeed(location).read(null)
    t.equal(news?.text, '{"ä": 1}')
    t.equal(await openPriceFeed(location).read(news?.revision ?? null), null)
  }
  const known = (await openPriceFeed(path).read(null))?.revision ?? null
  writeFileSync(path, '{"ä": 2}')
  t.match(await openPriceFeed(path).read(known), { text: '{"ä": 2}' })
  await t.rejects(filePriceFeed(path, { maxBytes: 5 }).read(null), /cannot read the price list in .*prices.json: it has more than 5 bytes/)
  await t.rejects(openPriceFeed(`${path}.gone`).read(null), /ENOENT/)
})

async function openS3(t: Test, answer: () => WireAnswer) {
  const server = await awsServer(answer)
  const client = new S3Client({
    endpoint: server.endpoint, region: 'us-east-1', forcePathStyle: true, maxAttempts: 1, credentials: { accessKeyId: 'a', secretAccessKey: 'b' },
  })
  t.teardown(() => server.close())
  return { server, feed: s3PriceFeed(client, { bucket: 'mirror', key: 'a/prices.json' }, { maxBytes: 100 }) }
}

t.test('an object of S3 is read unless it is known', async (t) => {
  const { server, feed } = await openS3(t, () => ({ headers: { etag: '"7"' }, body: '{}' }))
  t.same(await feed.read('"6"'), { text: '{}', revision: '"7"' })
  t.match(server.requests[0], { headers: { 'if-none-match': '"6"' } })
  t.equal(await (await openS3(t, () => ({ status: 304 }))).feed.read('"7"'), null)
})

t.test('an object that cannot be read or is too large is an error that names it', async (t) => {
  const large = await openS3(t, () => ({ body: 'x'.repeat(200) }))
  await t.rejects(large.feed.read(null), /cannot read the price list at s3:\/\/mirror\/a\/prices.json: it has more than 100 bytes/)
  const denied = await openS3(t, () => ({ status: 403, body: '<Error><Code>AccessDenied</Code><Message>no</Message></Error>' }))
  await t.rejects(denied.feed.read(null), /prices.json: AccessDenied: no/)
  t.throws(() => openPriceFeed('s3://mirror'), /wants s3:\/\/bucket\/key/)
})
