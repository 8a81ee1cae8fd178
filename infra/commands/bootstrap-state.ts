import { S3Client } from '@aws-sdk/client-s3'
import { parseArgs } from 'node:util'
import type { StateConfig } from '../../domain/config.ts'
import { chooseConfigFile } from '../config-file.ts'
import { readConfig } from '../read-config.ts'
import { missingSteps } from '../state-bucket.ts'
import { stateClientSettings } from '../state-credentials.ts'

const USAGE = `usage: npm run bootstrap-state -- [--config FILE] [--dry-run]

Makes the bucket that Terraform keeps its state in (state.bucket): versioned, encrypted, private, reached by TLS only. What
is missing on a bucket that is there already is added, and nothing else of it is changed: run it as often as you like.

  --config FILE   default: the environment's CONFIG_FILE, else config.yaml
  --dry-run       say what would be done, and change nothing

Credentials are those of state.profile or state.roleArn, else those that the AWS SDK finds.

Exit code: 0 done, 1 failed, 2 called wrongly.
`

process.exitCode = await main()

async function main(): Promise<number> {
  const options = readOptions()
  if (options instanceof Error) return fail(2, `${options.message}\n\n${USAGE}`)
  if (options.help === true) {
    process.stdout.write(USAGE)
    return 0
  }
  // Never the example, which names a bucket that nobody means to have.
  const { file } = chooseConfigFile(options.config ?? process.env['CONFIG_FILE'], () => true)
  const config = await readConfig(file)
  if (config instanceof Error) return fail(1, `${config.message}\n`)
  try {
    await bootstrap(config.state, options['dry-run'] === true)
    return 0
  } catch (error) {
    return fail(1, `error: ${error instanceof Error ? error.message : String(error)}\n`)
  }
}

function readOptions() {
  try {
    return parseArgs({ options: { 'config': { type: 'string' }, 'dry-run': { type: 'boolean' }, 'help': { type: 'boolean' } } }).values
  } catch (error) {
    return error as Error
  }
}

function fail(exitCode: number, message: string): number {
  process.stderr.write(message)
  return exitCode
}

async function bootstrap(state: StateConfig, dryRun: boolean): Promise<void> {
  const client = new S3Client(await stateClientSettings(state))
  try {
    const steps = await missingSteps(client, state)
    if (steps.length === 0) process.stdout.write(`${state.bucket} has all that it should have\n`)
    for (const { does, run } of steps) {
      if (!dryRun) await run()
      process.stdout.write(`${dryRun ? 'would' : 'did'} ${does}\n`)
    }
  } finally {
    client.destroy()
  }
}
