import { runCommand } from './cli.ts'
import { seedPricesCommand } from './seed-prices-command.ts'

await runCommand(seedPricesCommand)
