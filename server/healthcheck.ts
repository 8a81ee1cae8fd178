import { DASHBOARD_PORT } from '../domain/contract.ts'

/** Whether the process in the same container answers, as Docker asks for it: by the exit code. */
const { HOST = '', PORT = '' } = process.env
const host = HOST === '' || HOST === '0.0.0.0' || HOST === '::' ? '127.0.0.1' : HOST
try {
  const { ok } = await fetch(`http://${host}:${PORT === '' ? DASHBOARD_PORT : PORT}/healthz`, { signal: AbortSignal.timeout(3_000) })
  process.exitCode = ok ? 0 : 1
} catch {
  process.exitCode = 1
}
