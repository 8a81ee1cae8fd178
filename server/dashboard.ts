import { runDashboard } from './commands/dashboard.ts'

await runDashboard(process.env)
