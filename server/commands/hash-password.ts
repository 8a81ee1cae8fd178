import { runCommand } from './cli.ts'
import { hashPasswordCommand } from './hash-password-command.ts'

await runCommand(hashPasswordCommand)
