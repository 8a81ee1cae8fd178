import type { AccountConfig, Config, RegionKeysConfig } from '../domain/config.ts'
import type { Place } from './arns.ts'

/** The account that everything comes together in. */
export function hubOf(config: Config): AccountConfig {
  const hub = config.accounts.find(({ primary }) => primary)
  if (hub === undefined) throw new Error('no account is primary')
  return hub
}

export function spokesOf(config: Config): AccountConfig[] {
  return config.accounts.filter(({ primary }) => !primary)
}

/** Where stream, tables and functions of the hub are: its first region. */
export function hubPlace(config: Config): Place {
  const hub = hubOf(config)
  return { accountId: hub.accountId, region: firstRegion(hub) }
}

/** Where the provider of an account's stack works unless a resource says otherwise. */
export function firstRegion({ name, regions }: AccountConfig): string {
  const [first] = regions
  if (first === undefined) throw new Error(`account ${name} has no region`)
  return first.region
}

/** Customer managed keys of a region that the account is configured for. */
export function keysOfRegion({ name, regions }: AccountConfig, wanted: string): RegionKeysConfig {
  const found = regions.find(({ region }) => region === wanted)
  if (found === undefined) throw new Error(`account ${name} is not configured for ${wanted}`)
  return found.keys
}

export function stackIdOf({ primary, name }: AccountConfig): string {
  return primary ? 'hub' : `spoke-${name}`
}
