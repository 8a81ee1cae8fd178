import {
  ConditionalCheckFailedException, DynamoDBClient, DynamoDBServiceException, ResourceInUseException, ResourceNotFoundException,
} from '@aws-sdk/client-dynamodb'
import type { Server } from 'node:http'
import './sdk-warning.ts'

export interface InProcessDynamoDb {
  /** A client like any other, but that none of its middleware is asked. Whatever it sends once the database is closed is rejected. */
  client(): DynamoDBClient
  /** Resolves once all that was sent has been answered; nothing is sent from then on. */
  end(): Promise<void>
}

/**
 * Clients of a DynamoDB server of this very process. What they send goes neither over the network nor through the SDK's
 * layers of encoding, which together take three times as long as the database itself.
 */
export function inProcessDynamoDb(server: Server): InProcessDynamoDb {
  const underWay = new Set<Promise<unknown>>()
  let ended = false

  async function answer(operation: string, input: object): Promise<object> {
    if (ended) throw new Error(`${operation}: the embedded DynamoDB is closed`)
    const answer = request(server, operation, JSON.stringify(toWire(input)))
    underWay.add(answer)
    try {
      const { status, text } = await answer
      if (status !== 200) throw exceptionOf(status, JSON.parse(text) as WireError)
      return fromWire(JSON.parse(text)) as object
    } finally {
      underWay.delete(answer)
    }
  }

  return {
    client() {
      const client = new DynamoDBClient({ region: 'local', credentials: { accessKeyId: 'local', secretAccessKey: 'local' } })
      const send = async ({ constructor, input }: AnyCommand) => {
        return { ...await answer(constructor.name.replace(/Command$/, ''), input), $metadata: {} }
      }
      return Object.assign(client, { send })
    },
    async end() {
      ended = true
      await Promise.allSettled(underWay)
    },
  }
}

/** `PutItemCommand` and the like. */
interface AnyCommand {
  readonly constructor: { readonly name: string }
  readonly input: object
}

interface WireAnswer {
  readonly status: number
  readonly text: string
}

/** Hands the server as much of a request and a response as it looks at. */
function request(server: Server, operation: string, body: string): Promise<WireAnswer> {
  return new Promise((resolve) => {
    const listeners = new Map<string, (data?: Buffer) => void>()
    const incoming = {
      method: 'POST',
      url: '/',
      headers: { ...HEADERS, 'x-amz-target': `DynamoDB_20120810.${operation}` },
      on: (event: string, listener: (data?: Buffer) => void) => listeners.set(event, listener),
      removeAllListeners: () => undefined,
    }
    const outgoing = {
      statusCode: 200,
      setHeader: () => undefined,
      end: (text: string) => resolve({ status: outgoing.statusCode, text }),
    }
    server.emit('request', incoming, outgoing)
    listeners.get('data')?.(Buffer.from(body))
    listeners.get('end')?.()
  })
}

/** It wants to see a signature, whatever it is. */
const HEADERS = {
  'content-type': 'application/x-amz-json-1.0',
  authorization: 'AWS4-HMAC-SHA256 Credential=local/20260101/local/dynamodb/aws4_request, SignedHeaders=host, Signature=0',
  'x-amz-date': '20260101T000000Z',
}

/** Bytes travel as base64. */
function toWire(value: unknown): unknown {
  if (typeof value !== 'object' || value === null) return value
  if (value instanceof Uint8Array) return Buffer.from(value.buffer, value.byteOffset, value.byteLength).toString('base64')
  if (Array.isArray(value)) return value.map(toWire)
  const result: Record<string, unknown> = {}
  for (const [key, part] of Object.entries(value)) result[key] = toWire(part)
  return result
}

/** An attribute value `{ B: 'AAE=' }` is the only place where `B` is followed by text: attributes hold values, not texts. */
function fromWire(value: unknown): unknown {
  if (typeof value !== 'object' || value === null) return value
  if (Array.isArray(value)) return value.map(fromWire)
  const result = value as Record<string, unknown>
  for (const key of Object.keys(result)) {
    const part = result[key]
    if (typeof part === 'object') result[key] = fromWire(part)
    else if (key === 'B' && typeof part === 'string') result[key] = Buffer.from(part, 'base64')
  }
  return result
}

interface WireError {
  /** `com.amazonaws.dynamodb.v20120810#ConditionalCheckFailedException` */
  readonly __type: string
  readonly message?: string
}

const EXCEPTIONS = { ConditionalCheckFailedException, ResourceInUseException, ResourceNotFoundException }

function exceptionOf(status: number, { __type, message = '' }: WireError): Error {
  const name = __type.slice(__type.indexOf('#') + 1)
  const options = { message, $metadata: { httpStatusCode: status } }
  const known = Object.entries(EXCEPTIONS).find(([exception]) => exception === name)
  return known === undefined ? new DynamoDBServiceException({ ...options, name, $fault: 'client' }) : new known[1](options)
}
