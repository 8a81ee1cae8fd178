import { AssumeRoleCommand, type STSClient } from '@aws-sdk/client-sts'
import type { AwsCredentialIdentity, AwsCredentialIdentityProvider } from '@smithy/types'

/** Role chaining caps a session at one hour. */
const SESSION_SECONDS = 3_600
const REFRESH_BEFORE_MS = 5 * 60_000

export interface SpokeRole {
  readonly roleArn: string
  /** Goes into the session name, so that the hub's trail shows which spoke wrote. */
  readonly accountId: string
  readonly component: string
}

/** Credentials of a role in the hub, kept until shortly before they expire; callers at one time share one request. */
export function spokeCredentials(client: STSClient, role: SpokeRole, clock: () => number): AwsCredentialIdentityProvider {
  let current: Promise<AwsCredentialIdentity> | undefined
  let expiresMs = 0

  async function assume(): Promise<AwsCredentialIdentity> {
    const { Credentials: found } = await client.send(new AssumeRoleCommand({
      RoleArn: role.roleArn,
      RoleSessionName: `${role.component}-${role.accountId}`,
      DurationSeconds: SESSION_SECONDS,
    }))
    if (found?.AccessKeyId === undefined || found.SecretAccessKey === undefined || found.SessionToken === undefined) {
      throw new Error(`assuming ${role.roleArn} answered without credentials`)
    }
    const expiration = found.Expiration ?? new Date(clock() + SESSION_SECONDS * 1_000)
    expiresMs = expiration.getTime()
    return {
      accessKeyId: found.AccessKeyId,
      secretAccessKey: found.SecretAccessKey,
      sessionToken: found.SessionToken,
      expiration,
    }
  }

  return async () => {
    if (current !== undefined && clock() < expiresMs - REFRESH_BEFORE_MS) return current
    expiresMs = Number.POSITIVE_INFINITY
    current = assume().catch((error: unknown) => {
      current = undefined
      throw error
    })
    return current
  }
}
