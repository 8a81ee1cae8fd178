import { SQSClient } from '@aws-sdk/client-sqs'
import '../../adapters/sdk-warning.ts'
import { sqsQueue } from '../../adapters/sqs.ts'
import type { MessageQueue } from '../../domain/ports.ts'
import { UsageError } from './cli.ts'

/** `https://sqs.eu-west-1.amazonaws.com/111122223333/name`, or an endpoint of a VPC */
const REGION = /\bsqs\.([a-z0-9-]+)\.(?:vpce\.)?amazonaws\.com/

/** The queue at a URL, with the credentials of whoever calls. */
export function queueOption(name: string, url: string | undefined): MessageQueue {
  if (url === undefined) throw new UsageError(`--${name} URL is missing`)
  if (!URL.canParse(url) || !/^https?:\/\/[^/]+\/\d{12}\/[\w-]+$/.test(url)) {
    throw new UsageError(`--${name} wants the URL of a standard queue such as https://sqs.us-east-1.amazonaws.com/111122223333/name, not "${url}"`)
  }
  const region = REGION.exec(url)?.[1]
  return sqsQueue(new SQSClient({ endpoint: new URL(url).origin, ...(region === undefined ? {} : { region }) }), url)
}
