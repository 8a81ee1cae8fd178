import { runCommand } from './commands/cli.ts'
import { startCommand } from './commands/start.ts'

await runCommand(startCommand)
