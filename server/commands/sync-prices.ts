import { runCommand } from './cli.ts'
import { syncPricesCommand } from './sync-prices-command.ts'

await runCommand(syncPricesCommand)
