import { AssumeRoleCommand, STSClient } from '@aws-sdk/client-sts'
import type { S3ClientConfig } from '@aws-sdk/client-s3'
import type { StateConfig } from '../domain/config.ts'

type Access = Pick<StateConfig, 'region' | 'profile' | 'roleArn'>

/** Settings of a client with the rights that Terraform has on the state bucket: of a profile, a role, or whoever calls. */
export async function stateClientSettings({ region, profile, roleArn }: Access): Promise<S3ClientConfig> {
  if (profile !== null) return { region, profile }
  return roleArn === null ? { region } : { region, credentials: await assumed(region, roleArn) }
}

async function assumed(region: string, roleArn: string) {
  const client = new STSClient({ region })
  try {
    const { Credentials } = await client.send(new AssumeRoleCommand({ RoleArn: roleArn, RoleSessionName: 'bootstrap-state' }))
    const { AccessKeyId, SecretAccessKey, SessionToken } = Credentials ?? {}
    if (AccessKeyId === undefined || SecretAccessKey === undefined || SessionToken === undefined) {
      throw new Error(`${roleArn} was assumed without credentials`)
    }
    return { accessKeyId: AccessKeyId, secretAccessKey: SecretAccessKey, sessionToken: SessionToken }
  } finally {
    client.destroy()
  }
}
