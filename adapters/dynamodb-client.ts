import { DynamoDBClient } from '@aws-sdk/client-dynamodb'

// The SDK warns of versions to come that will need a later Node; ours is pinned and runs on this one.
process.env.AWS_SDK_JS_NODE_VERSION_SUPPORT_WARNING_DISABLED ??= 'true'

/** A client of the embedded DynamoDB, which looks at neither credentials nor region. */
export function embeddedDynamoDbClient(endpoint: string): DynamoDBClient {
  return new DynamoDBClient({
    endpoint,
    region: 'local',
    credentials: { accessKeyId: 'local', secretAccessKey: 'local' },
  })
}
