import { DescribeTableCommand, type DynamoDBClient } from '@aws-sdk/client-dynamodb'
import dynalite from 'dynalite'
import { once } from 'node:events'
import { readFileSync } from 'node:fs'
import { mkdir, rename, rm, writeFile } from 'node:fs/promises'
import type { IncomingMessage, Server } from 'node:http'
import type { AddressInfo } from 'node:net'
import { join } from 'node:path'
import { USAGE_STATS_TABLE } from '../domain/contract.ts'
import { embeddedDynamoDbClient } from './dynamodb-client.ts'
import { createTables, TableUnusable } from './dynamodb-tables.ts'
import { inProcessDynamoDb, type InProcessDynamoDb } from './embedded-dynamodb-client.ts'

export interface EmbeddedDynamoDb {
  /** For other processes. */
  readonly endpoint: string
  /** Of this process: much faster than one that goes to the endpoint. */
  client(): DynamoDBClient
  /** Once all that was sent to it is answered. */
  close(): Promise<void>
}

/** What `dynamodb.json` says of the process that serves the folder. */
interface Notice {
  readonly endpoint: string
  readonly pid: number
  /** The database's own mark, so that no other server that got the same port is taken for it. */
  readonly tableId: string
}

/**
 * Serves the DynamoDB tables in `<folder>/dynamodb` on a free port of this machine alone, and says so in
 * `<folder>/dynamodb.json`. The database allows one process at a time and says nothing of a second one, so the caller
 * must hold the folder.
 */
export async function startEmbeddedDynamoDb(folder: string): Promise<EmbeddedDynamoDb> {
  const path = join(folder, 'dynamodb')
  await mkdir(path, { recursive: true })
  try {
    return await serve(folder, path)
  } catch (error) {
    if (!(error instanceof TableUnusable)) throw error
    // A process died while it made the tables, before there was anything in them.
    await rm(path, { recursive: true })
    return serve(folder, path)
  }
}

async function serve(folder: string, path: string): Promise<EmbeddedDynamoDb> {
  const server = dynalite({ path, createTableMs: 0, deleteTableMs: 0, updateTableMs: 0 })
  server.prependListener('request', survivesBrokenRequests)
  server.listen(0, '127.0.0.1')
  await once(server, 'listening')
  const endpoint = `http://127.0.0.1:${(server.address() as AddressInfo).port}`
  const inProcess = inProcessDynamoDb(server)
  try {
    await leaveNotice(folder, endpoint, inProcess)
  } catch (error) {
    await closed(server)
    throw error
  }
  return {
    endpoint,
    client: () => inProcess.client(),
    async close() {
      await rm(noticeFile(folder), { force: true })
      await inProcess.end()
      await closed(server)
    },
  }
}

/** Dynalite throws, and so ends the process, when a client goes away in the middle of a request. */
function survivesBrokenRequests(request: IncomingMessage): void {
  const on = request.on.bind(request)
  request.on = (event: string, listener: (...args: never[]) => void) => {
    return on(event, event === 'error' ? () => undefined : listener as (...args: unknown[]) => void)
  }
}

async function leaveNotice(folder: string, endpoint: string, inProcess: InProcessDynamoDb): Promise<void> {
  const client = inProcess.client()
  await createTables(client)
  const notice: Notice = { endpoint, pid: process.pid, tableId: (await tableIdOf(client)) ?? '' }
  const unfinished = `${noticeFile(folder)}.${process.pid}`
  await writeFile(unfinished, `${JSON.stringify(notice)}\n`)
  await rename(unfinished, noticeFile(folder))
}

function closed(server: Server): Promise<void> {
  return new Promise((resolve, reject) => server.close((error) => (error ? reject(error) : resolve())))
}

/** Where a living process serves the folder's tables, or null. What a dead one left behind does no harm. */
export async function findEmbeddedDynamoDb(folder: string): Promise<string | null> {
  const notice = readNotice(folder)
  if (notice === null || !isAlive(notice.pid)) return null
  return (await tableIdAt(notice.endpoint)) === notice.tableId ? notice.endpoint : null
}

function readNotice(folder: string): Notice | null {
  try {
    return JSON.parse(readFileSync(noticeFile(folder), 'utf8')) as Notice
  } catch {
    return null
  }
}

function isAlive(pid: number): boolean {
  try {
    process.kill(pid, 0)
    return true
  } catch (error) {
    return (error as NodeJS.ErrnoException).code === 'EPERM'
  }
}

/** Null if nobody answers. */
async function tableIdAt(endpoint: string): Promise<string | null> {
  const client = embeddedDynamoDbClient(endpoint)
  try {
    return await tableIdOf(client)
  } catch {
    return null
  } finally {
    client.destroy()
  }
}

async function tableIdOf(client: DynamoDBClient): Promise<string | null> {
  const answer = await client.send(new DescribeTableCommand({ TableName: USAGE_STATS_TABLE }))
  return answer.Table?.TableId ?? null
}

function noticeFile(folder: string): string {
  return join(folder, 'dynamodb.json')
}
