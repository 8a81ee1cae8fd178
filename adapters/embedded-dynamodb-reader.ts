import type { DynamoDBClient } from '@aws-sdk/client-dynamodb'
import { existsSync } from 'node:fs'
import { setTimeout as sleep } from 'node:timers/promises'
import { DatabaseBusy, openDatabase } from './duckdb-connection.ts'
import { embeddedDynamoDbClient } from './dynamodb-client.ts'
import { type EmbeddedDynamoDb, findEmbeddedDynamoDb, startEmbeddedDynamoDb } from './embedded-dynamodb.ts'

/**
 * A client of the folder's tables for a process that only reads: of the process that serves them, or of this one if there
 * is none. When the other process ends in between, the client finds or becomes the next one.
 *
 * @param eventsFile the event table; whoever holds it may serve the tables.
 */
export async function openEmbeddedReader(folder: string, eventsFile: string, waitMs: number) {
  let server = await serverOf(folder, eventsFile, waitMs)
  let next: Promise<void> | null = null
  const client = embeddedDynamoDbClient(server.endpoint)
  followServer(client, () => server.endpoint, () => {
    next ??= serverOf(folder, eventsFile, waitMs).then((found) => { server = found }).finally(() => { next = null })
    return next
  })
  return {
    client,
    async close() {
      client.destroy()
      await server.close()
    },
  }
}

type Served = Pick<EmbeddedDynamoDb, 'endpoint' | 'close'>

async function serverOf(folder: string, eventsFile: string, waitMs: number): Promise<Served> {
  const deadline = Date.now() + waitMs
  for (;;) {
    const endpoint = await findEmbeddedDynamoDb(folder)
    if (endpoint !== null) return { endpoint, close: async () => undefined }
    if (!existsSync(eventsFile)) throw new Error(`there is no data in ${folder}: run npm run pipeline first`)
    try {
      return await startHolding(folder, eventsFile)
    } catch (error) {
      // Whoever holds the folder is about to serve it, or about to end.
      if (!(error instanceof DatabaseBusy) || Date.now() > deadline) throw error
      await sleep(50)
    }
  }
}

async function startHolding(folder: string, eventsFile: string): Promise<Served> {
  const hold = await openDatabase(eventsFile)
  try {
    const server = await startEmbeddedDynamoDb(folder)
    return {
      endpoint: server.endpoint,
      async close() {
        await server.close()
        hold.close()
      },
    }
  } catch (error) {
    hold.close()
    throw error
  }
}

const TRIES = 5

/** Sends each request to where the server is now; only safe for requests that change nothing. */
function followServer(client: DynamoDBClient, endpoint: () => string, findNext: () => Promise<void>): void {
  client.middlewareStack.add((next) => async (args) => {
    for (let attempt = 1; ; attempt++) {
      const { hostname, port } = new URL(endpoint())
      Object.assign(args.request as object, { hostname, port: Number(port) })
      try {
        return await next(args)
      } catch (error) {
        if (!isConnectionLost(error) || attempt === TRIES) throw error
        await findNext()
      }
    }
  }, { name: 'followEmbeddedServer', step: 'finalizeRequest', priority: 'low' })
}

function isConnectionLost(error: unknown): boolean {
  return ['ECONNREFUSED', 'ECONNRESET', 'EPIPE'].includes(String((error as NodeJS.ErrnoException).code))
}
