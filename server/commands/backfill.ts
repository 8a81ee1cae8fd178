import { backfillCommand } from './backfill-command.ts'
import { runCommand } from './cli.ts'

await runCommand(backfillCommand)
