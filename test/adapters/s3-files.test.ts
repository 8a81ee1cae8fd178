import { S3Client } from '@aws-sdk/client-s3'
import t, { type Test } from 'tap'
import { s3Files } from '../../adapters/s3-files.ts'
import { s3Server } from '../fixtures/aws/s3.ts'
import { clientSettings } from '../fixtures/aws/server.ts'
import { specExportFiles } from './specs/export-files.ts'

async function openBucket(t: Test) {
  const server = await s3Server({ exports: '111122223333' })
  const client = new S3Client({ ...clientSettings(server.endpoint), forcePathStyle: true })
  t.teardown(async () => {
    client.destroy()
    await server.close()
  })
  return { server, client }
}

specExportFiles(t, async (t) => s3Files((await openBucket(t)).client, { bucket: 'exports', ownerAccountId: '111122223333', prefix: 'bedrock' }))

t.test('files lie below the prefix, and in nobody else’s bucket', async (t) => {
  const { server, client } = await openBucket(t)
  await s3Files(client, { bucket: 'exports', ownerAccountId: '111122223333', prefix: 'a' }).write('b/c', new Uint8Array([1]))
  t.equal(server.requests[0]?.path, '/exports/a/b/c')
  const foreign = s3Files(client, { bucket: 'exports', ownerAccountId: '999988887777', prefix: '' })
  await t.rejects(foreign.write('b', new Uint8Array([1])), { name: 'AccessDenied' })
  await t.rejects(foreign.read('b'), { name: 'AccessDenied' })
})
