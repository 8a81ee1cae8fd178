import { redriveCommand } from './redrive-command.ts'
import { runCommand } from './cli.ts'

await runCommand(redriveCommand)
