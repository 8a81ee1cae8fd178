import type { Finding } from './finding.ts'
import { arnPlace } from './fields.ts'
import { canBeHome, partitionOf } from './region.ts'
import type { Draft } from './schema.ts'

type AccountDraft = NonNullable<NonNullable<Draft['accounts']>[number]>

/** What must hold between accounts, and between the parts of one. */
export function checkAccounts({ accounts = [] }: Draft): Finding[] {
  const present = accounts.flatMap((account, i) => account === undefined ? [] : [{ account, i }])
  return [
    ...checkPrimary(accounts),
    ...twice(present.map(({ account, i }) => ({ value: account.name, path: ['accounts', i, 'name'] })), 'give every account a name of its own'),
    ...twice(present.map(({ account, i }) => ({ value: account.accountId, path: ['accounts', i, 'accountId'] })), 'list the account once, with all of its regions'),
    ...twice(bucketsOf(accounts), 'name for each region the bucket that its own logs go to'),
    ...present.flatMap(({ account, i }) => [...checkRegions(account, i), ...checkAccess(account, i)]),
    ...checkPartitions(accounts),
  ]
}

function checkPrimary(accounts: NonNullable<Draft['accounts']>): Finding[] {
  const primaries = accounts.flatMap((account, i) => account?.primary === true ? [i] : [])
  if (primaries.length > 1) {
    return primaries.slice(1).map((i) => ({
      path: ['accounts', i, 'primary'],
      message: `accounts[${i}] is primary, and accounts[${primaries[0]}] is so too`,
      remedy: 'leave primary: true on one account, the hub',
    }))
  }
  // An account that could not be read may have been meant.
  if (primaries.length === 1 || accounts.length === 0 || accounts.includes(undefined)) return []
  const remedy = 'write primary: true on the account that is to be the hub'
  return [{ path: ['accounts'], absent: true, message: 'no account is primary', remedy }]
}

/** Home of the hub: the first region of the primary account. */
export function homeOf({ accounts = [] }: Draft): { readonly region: string; readonly accountId: string | undefined } | null {
  const primary = accounts.find((account) => account?.primary === true)
  const region = primary?.regions?.[0]?.region
  return region === undefined ? null : { region, accountId: primary?.accountId }
}

function checkPartitions(draft: NonNullable<Draft['accounts']>): Finding[] {
  const home = homeOf({ accounts: draft })
  if (home === null) return []
  const primary = draft.findIndex((account) => account?.primary === true)
  if (!canBeHome(home.region)) {
    return [{
      path: ['accounts', primary, 'regions', 0, 'region'],
      message: `the hub cannot be in ${home.region}: Amazon Data Firehose does not deliver to Iceberg tables there`,
      remedy: 'put another region first, which becomes the home of the hub (none of GovCloud and China can be)',
    }]
  }
  return draft.flatMap((account, i) => (account?.regions ?? []).flatMap((entry, j): Finding[] => {
    const region = entry?.region
    if (region === undefined || partitionOf(region) === partitionOf(home.region)) return []
    return [{
      path: ['accounts', i, 'regions', j, 'region'],
      message: `${region} is in partition ${partitionOf(region)}, the hub in ${partitionOf(home.region)}: no role can be assumed across partitions`,
      remedy: 'take it out, and read a copy of its logs with npm start -- --logs DIR',
    }]
  }))
}

function checkRegions(account: AccountDraft, i: number): Finding[] {
  const regions = account.regions ?? []
  const named = regions.map((entry, j) => ({ value: entry?.region, path: ['accounts', i, 'regions', j, 'region'] }))
  return [
    ...twice(named, 'list every region of an account once'),
    ...regions.flatMap((entry, j) => Object.entries(entry?.keys ?? {}).flatMap(([use, key]): Finding[] => {
      const region = entry?.region
      if (typeof key !== 'string' || region === undefined || arnPlace(key).region === region) return []
      return [{
        path: ['accounts', i, 'regions', j, 'keys', use],
        message: `the key for ${use} is in ${arnPlace(key).region}, what it encrypts in ${region}`,
        remedy: `name a key of ${region}`,
      }]
    })),
  ]
}

/** How Terraform gets into the account. */
function checkAccess(account: AccountDraft, i: number): Finding[] {
  const { profile, roleArn, externalId, accountId } = account
  const findings: Finding[] = []
  const at = (key: string, message: string, remedy: string) => findings.push({ path: ['accounts', i, key], message: `accounts[${i}] ${message}`, remedy })
  if (isText(profile) && isText(roleArn)) {
    at('roleArn', 'has both a profile and a role', 'keep one; a role that is assumed from a profile can be named in ~/.aws/config')
  }
  if (isText(externalId) && !isText(roleArn)) at('externalId', 'has an external id but no role to assume', 'add roleArn, or take externalId out')
  if (isText(roleArn) && accountId !== undefined && arnPlace(roleArn).accountId !== accountId) {
    at('roleArn', `is ${accountId}, but its role is of ${arnPlace(roleArn).accountId}`, `name a role of ${accountId}`)
  }
  return findings
}

function bucketsOf(accounts: NonNullable<Draft['accounts']>) {
  return accounts.flatMap((account, i) => (account?.regions ?? []).map((entry, j) => ({
    value: entry?.existingBucket?.name,
    path: ['accounts', i, 'regions', j, 'existingBucket', 'name'],
  })))
}

function isText(value: string | null | undefined): value is string {
  return typeof value === 'string'
}

function twice(entries: readonly { value: string | undefined; path: (string | number)[] }[], remedy: string): Finding[] {
  const first = new Map<string, (string | number)[]>()
  return entries.flatMap(({ value, path }): Finding[] => {
    if (value === undefined) return []
    if (!first.has(value)) {
      first.set(value, path)
      return []
    }
    return [{ path, message: `${value} stands here for the second time`, remedy }]
  })
}
