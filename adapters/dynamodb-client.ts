import { DynamoDBClient, type DynamoDBClientConfig } from '@aws-sdk/client-dynamodb'
import './sdk-warning.ts'

/** With its pauses between them, more than the half minute that DynamoDB may throttle a table that has to grow. */
const ATTEMPTS = 8
/** An answer takes milliseconds: a connection without one is given up, so that it does not hold others up. */
const CONNECTION_TIMEOUT_MS = 2_000
const REQUEST_TIMEOUT_MS = 5_000

/** A client of DynamoDB that is as patient as its work may be. */
export function dynamoDbClient(settings: DynamoDBClientConfig = {}): DynamoDBClient {
  return new DynamoDBClient({
    maxAttempts: ATTEMPTS,
    requestHandler: { connectionTimeout: CONNECTION_TIMEOUT_MS, requestTimeout: REQUEST_TIMEOUT_MS, throwOnRequestTimeout: true },
    ...settings,
  })
}

/** A client of the embedded DynamoDB, which looks at neither credentials nor region. */
export function embeddedDynamoDbClient(endpoint: string): DynamoDBClient {
  return new DynamoDBClient({
    endpoint,
    region: 'local',
    credentials: { accessKeyId: 'local', secretAccessKey: 'local' },
    signer: { sign: async (request) => Object.assign(request, { headers: { ...request.headers, ...UNCHECKED } }) },
  })
}

/** It wants to see a signature, whatever it is: to make one takes a fifth of the time of a request. */
const UNCHECKED = {
  authorization: 'AWS4-HMAC-SHA256 Credential=local/20260101/local/dynamodb/aws4_request, SignedHeaders=host, Signature=0',
  'x-amz-date': '20260101T000000Z',
}
