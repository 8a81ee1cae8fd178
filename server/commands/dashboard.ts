import closeWithGrace from 'close-with-grace'
import type { FastifyInstance } from 'fastify'
import type { AddressInfo } from 'node:net'
import { openAws, type AwsPorts, type DashboardEnvironment } from '../../adapters/open-aws.ts'
import { type AuthSettings, UnsafeSettings } from '../../domain/auth-settings.ts'
import { ConfigError } from '../../domain/config/config-error.ts'
import { DASHBOARD_ENVIRONMENT } from '../../domain/contract.ts'
import { EnvironmentError, readEnvironment } from '../../domain/environment.ts'
import type { Clock } from '../../domain/ports.ts'
import { buildApp } from '../app.ts'
import { accessRule, describeSignIn, isLocalOnly, openAuthenticator } from '../auth/open-authenticator.ts'
import { closeInTime } from '../close-in-time.ts'
import { PUBLIC_LIMITS } from '../limits.ts'
import { dashboardAuth } from './dashboard-auth.ts'

type Env = Readonly<Record<string, string | undefined>>

/** How long requests may take to end when the process is asked to: Docker kills it ten seconds after it asked. */
const PATIENCE_MS = 8_000

/**
 * The dashboard as a process of its own, beside tables in AWS: reads its environment, listens until SIGTERM or SIGINT, and then
 * lets requests end. Exits with 1 where it cannot start, after a line on stderr for everything that is wrong.
 */
export async function runDashboard(env: Env): Promise<void> {
  try {
    const environment = readEnvironment(DASHBOARD_ENVIRONMENT, env)
    const settings = await dashboardAuth(environment)
    const clock: Clock = () => new Date()
    const ports = openAws(environment, clock)
    const app = await dashboardApp(environment, settings, ports, clock)
    await app.listen({ host: environment.HOST, port: environment.PORT })
    announce(app, settings)
    stopWithGrace(app, ports)
  } catch (error) {
    process.stderr.write(faultsOf(error).map((fault) => `error: ${fault}\n`).join(''))
    process.exitCode = 1
  }
}

function faultsOf(error: unknown): readonly string[] {
  if (error instanceof EnvironmentError) return error.faults
  if (error instanceof UnsafeSettings) return error.problems
  // Its first line only says that there are mistakes.
  if (error instanceof ConfigError) return error.message.split('\n').slice(1)
  return [error instanceof Error ? error.message : String(error)]
}

async function dashboardApp(
  environment: DashboardEnvironment, settings: AuthSettings, ports: AwsPorts, clock: Clock,
): Promise<FastifyInstance> {
  return buildApp({
    ...ports,
    clock,
    notice: null,
    logSource: 's3',
    accountNames: new Map([...environment.ACCOUNTS].map(([accountId, { name }]) => [accountId, name])),
    authenticator: openAuthenticator(settings, { sessions: ports.sessions, fetch, clock }),
    accessOf: accessRule(settings),
    publicUrl: settings.publicUrl,
    isLocal: isLocalOnly(settings),
    trustedProxies: settings.trustedProxies,
    limits: PUBLIC_LIMITS,
    logger: { level: 'info' },
  })
}

function announce(app: FastifyInstance, settings: AuthSettings): void {
  const { address, port } = app.server.address() as AddressInfo
  app.log.info({ authMode: app.authenticator.mode }, describeSignIn(settings))
  app.log.info({ address, port, publicUrl: settings.publicUrl }, 'the dashboard is ready for requests')
}

function stopWithGrace(app: FastifyInstance, ports: AwsPorts): void {
  const logger = { error: (what: unknown) => app.log.error({ err: what }, 'the dashboard does not stop in order') }
  closeWithGrace({ delay: PATIENCE_MS + 1_000, logger }, async ({ err, signal }) => {
    if (err) app.log.fatal({ err }, 'the dashboard stops: something failed that nobody expected')
    else app.log.info({ signal }, 'the dashboard stops')
    await closeInTime(app, PATIENCE_MS)
    await ports.close()
  })
}
