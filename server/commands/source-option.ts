import type { Source } from '../../domain/source.ts'
import { UsageError } from './cli.ts'

/** `111122223333/us-east-1` */
export function sourceOption(text: string | undefined): Source | null {
  if (text === undefined) return null
  const [, accountId, region] = /^(\d{12})\/([a-z0-9-]+)$/.exec(text) ?? []
  if (accountId === undefined || region === undefined) {
    throw new UsageError(`--source wants an account and a region such as 111122223333/us-east-1, not "${text}"`)
  }
  return { accountId, region }
}
