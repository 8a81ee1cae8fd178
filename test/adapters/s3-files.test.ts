import { S3Client } from '@aws-sdk/client-s3'
import t, { type Test } from 'tap'
import { s3Files } from '../../adapters/s3-files.ts'
import { s3Server } from '../fixtures/aws/s3.ts'
import { clientSettings } from '../fixtures/aws/server.ts'
import { specExportFiles } from './specs/export-files.ts'

const OWNER = '111122223333'

async function openBucket(t: Test) {
  const server = await s3Server({ exports: OWNER })
  const client = new S3Client({ ...clientSettings(server.endpoint), forcePathStyle: true })
  t.teardown(async () => {
    client.destroy()
    await server.close()
  })
  return { server, client }
}

for (const prefix of ['', 'bedrock/usage']) {
  specExportFiles(t, async (t) => {
    const { server, client } = await openBucket(t)
    return {
      files: s3Files(client, { bucket: 'exports', ownerAccountId: OWNER, prefix }),
      read: (key) => server.object(`exports/${prefix === '' ? '' : `${prefix}/`}${key}`),
    }
  })
}

t.test('files lie below the prefix, and in nobody else’s bucket', async (t) => {
  const { server, client } = await openBucket(t)
  await s3Files(client, { bucket: 'exports', ownerAccountId: OWNER, prefix: 'a' }).write('b/c', new Uint8Array([1]), 'x')
  t.equal(server.requests[0]?.path, '/exports/a/b/c')
  const foreign = s3Files(client, { bucket: 'exports', ownerAccountId: '999988887777', prefix: '' })
  await t.rejects(foreign.write('b', new Uint8Array([1]), 'x'), { name: 'AccessDenied' })
  await t.rejects(async () => {
    for await (const key of foreign.list('b/')) t.fail(key)
  }, { name: 'AccessDenied' })
  await t.rejects(foreign.madeOf('b'), { message: 'cannot look at s3://exports/b (HTTP 403)' })
})

t.test('an object that somebody else wrote says nothing', async (t) => {
  const { server, client } = await openBucket(t)
  server.put('exports/focus/a', Buffer.from('theirs'))
  t.equal(await s3Files(client, { bucket: 'exports', ownerAccountId: OWNER, prefix: '' }).madeOf('focus/a'), null)
})
