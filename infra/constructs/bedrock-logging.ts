import { BedrockModelInvocationLoggingConfiguration } from '../aws.ts'
import { Construct } from '../cdktf.ts'
import { AccountStack } from '../stacks/account-stack.ts'
import type { LogBucket } from './log-bucket.ts'

/**
 * Tells Bedrock to log every call of a region. There is one such setting per account and region: this overwrites the one that
 * there is, and destroying it switches logging off. Bodies too large for the log go to `data/` folders of the same bucket, for
 * which there is nothing to be set here.
 */
export class BedrockLogging extends Construct {
  constructor(scope: Construct, id: string, { region, bucket }: { readonly region: string; readonly bucket: LogBucket }) {
    super(scope, id)
    const { logging } = AccountStack.of(this).config
    new BedrockModelInvocationLoggingConfiguration(this, 'setting', {
      region,
      loggingConfig: [{
        textDataDeliveryEnabled: logging.includeText,
        imageDataDeliveryEnabled: logging.includeImages,
        embeddingDataDeliveryEnabled: logging.includeEmbeddings,
        videoDataDeliveryEnabled: logging.includeVideo,
        s3Config: [{ bucketName: bucket.name, ...(logging.prefix === '' ? {} : { keyPrefix: logging.prefix }) }],
      }],
      ...(bucket.ready.length === 0 ? {} : { dependsOn: [...bucket.ready] }),
    })
  }
}
