import { mkdirSync } from 'node:fs'
import type { Config } from '../domain/config.ts'
import { hubOf, spokesOf } from './accounts.ts'
import { App } from './cdktf.ts'
import type { Archives } from './function-archives.ts'
import { HubStack } from './stacks/hub.ts'
import { SpokeStack } from './stacks/spoke.ts'

/**
 * Writes Terraform of the hub and all spokes into a folder: a stack each, which knows the others by their names and never
 * reads their state. Asks nobody for anything, and the same input gives the same bytes.
 */
export function synthesize(config: Config, archives: Archives, outdir: string): void {
  mkdirSync(outdir, { recursive: true })
  // The context is for cdktn, which wants to be sure that this Terraform can lock a state in its bucket.
  const app = new App({ outdir, stackTraces: false, context: { targetVersions: { terraform: '>=1.10.0' } } })
  const hub = new HubStack(app, { config, archives }, hubOf(config))
  for (const account of spokesOf(config)) {
    // The role that a spoke writes through has to be there first.
    new SpokeStack(app, { config, archives }, account).addDependency(hub)
  }
  app.synth()
}
