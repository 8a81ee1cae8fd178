import { runCommand } from './cli.ts'
import { screenshotsCommand } from './screenshots-command.ts'

await runCommand(screenshotsCommand)
