import { runCommand } from './cli.ts'
import { costModelCommand } from './cost-model-command.ts'

await runCommand(costModelCommand)
