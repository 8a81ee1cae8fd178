import { DynamoDBClient } from '@aws-sdk/client-dynamodb'
import './sdk-warning.ts'

/** A client of the embedded DynamoDB, which looks at neither credentials nor region. */
export function embeddedDynamoDbClient(endpoint: string): DynamoDBClient {
  return new DynamoDBClient({
    endpoint,
    region: 'local',
    credentials: { accessKeyId: 'local', secretAccessKey: 'local' },
  })
}
