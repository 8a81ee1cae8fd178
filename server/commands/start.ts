import { readFile } from 'node:fs/promises'
import type { AddressInfo } from 'node:net'
import { join } from 'node:path'
import { setTimeout as sleep } from 'node:timers/promises'
import type { FastifyInstance } from 'fastify'
import { directoryLogObjects } from '../../adapters/directory.ts'
import { openLocal, type WritePorts } from '../../adapters/open-ports.ts'
import { DEFAULT_ATTRIBUTION } from '../../domain/attribution.ts'
import { type AuthEnvironment, type AuthSettings, readAuthSettings } from '../../domain/auth-settings.ts'
import type { Config } from '../../domain/config.ts'
import { DASHBOARD_PORT } from '../../domain/contract.ts'
import { OWN_PRICE_RECORDS } from '../../domain/own-price-book.ts'
import { DEFAULT_AUTH } from '../../domain/parse-auth.ts'
import { parseConfig } from '../../domain/parse-config.ts'
import type { Clock, LogObjects } from '../../domain/ports.ts'
import { buildApp } from '../app.ts'
import { accessRule, describeSignIn, isLocalOnly, openAuthenticator } from '../auth/open-authenticator.ts'
import { closeInTime } from '../close-in-time.ts'
import { watch } from '../embedded.ts'
import { writeSample } from '../sample/write-sample.ts'
import { integerOption, UsageError, type Command } from './cli.ts'
import { pipelineProgress } from './pipeline-progress.ts'

const HOST = '127.0.0.1'
const SAMPLE_NOTICE = 'Sample data: every call on this page is made up. Start with --logs DIR to see your own.'
const SAMPLE_INTERVAL_MS = 60_000
/** How long a run of the pipeline may take to end when the process is asked to; the next start goes on where it was. */
const PATIENCE_MS = 5_000
/** The store shares this process with the pipeline, which keeps it busy. */
const STORE_TIMEOUT_MS = 20_000
/** A server that holds the data folder will not let go of it soon. */
const WAIT_FOR_FOLDER_MS = 2_000

const OPTIONS = {
  logs: { type: 'string' },
  config: { type: 'string' },
  data: { type: 'string', default: './data' },
  port: { type: 'string', default: String(DASHBOARD_PORT) },
} as const

export const startCommand: Command<typeof OPTIONS> = {
  name: 'npm start --',
  synopsis: '[--logs DIR] [--config FILE] [--data DIR] [--port N]',
  help: `
Shows who spent what on which Amazon Bedrock model, from a folder of invocation logs, on this machine alone.

  --logs DIR     folder of invocation logs, as Amazon Bedrock writes them to S3 (default: made-up sample data)
  --config FILE  names of accounts, rules of attribution and who gets in, as config.example.yaml explains them
  --data DIR     folder for what is computed from them (default: ./data)
  --port N       port to listen on, at ${HOST} only (default: ${DASHBOARD_PORT}; 0 takes any that is free)

AUTH_HEADER_SECRET and SESSION_SECRETS in the environment hold what sign-in by header or password is secured with.
New log files are picked up while it runs. Stop it with Ctrl-C.
Exit code: 0 after being stopped, 1 on failure, 2 if called wrongly.`,
  options: OPTIONS,
  async run({ logs, config: configFile, data, port }) {
    const portNumber = integerOption('port', port)
    if (portNumber > 65_535) throw new UsageError(`--port wants a number of at most 65535, not "${port}"`)
    const config = configFile === undefined ? null : parseConfig(await readFile(configFile, 'utf8'), configFile)
    const environment = { ...secretsOf(process.env), allowAnonymous: false, host: HOST }
    const auth = readAuthSettings({ ...(config ?? DEFAULT_AUTH), environment })
    const stop = stopSignal()
    const clock: Clock = () => new Date()
    const logFolder = logs ?? join(data, 'sample-logs')
    if (logs === undefined) await writeSample(logFolder, clock())
    const objects = directoryLogObjects(logFolder)

    const ports = await openLocal(data, {
      mode: 'write', waitMs: WAIT_FOR_FOLDER_MS, onWait: (message) => process.stderr.write(`${message}\n`),
    })
    try {
      const notice = logs === undefined ? SAMPLE_NOTICE : null
      const alongside = logs === undefined ? () => growSample(logFolder, clock, stop) : async () => {}
      const ended = await serve({ ports, objects, clock, notice, port: portNumber, stop, config, auth }, alongside)
      // A run that is cut off leaves nothing that the next one does not put right.
      if (!ended) process.exit(0)
    } finally {
      await ports.close()
    }
  },
}

interface Serving {
  readonly ports: WritePorts
  readonly objects: LogObjects
  readonly clock: Clock
  readonly notice: string | null
  readonly port: number
  readonly stop: AbortSignal
  readonly config: Config | null
  readonly auth: AuthSettings
}

/** Serves pages and watches the logs until asked to stop; resolves to whether everything came to its end in time. */
async function serve(serving: Serving, alongside: () => Promise<void>): Promise<boolean> {
  const { ports, objects, clock, notice, port, stop, config, auth } = serving
  if ((await ports.prices.read()).version === 0) await ports.prices.append(OWN_PRICE_RECORDS)
  const app = await buildApp({
    ...ports, clock, notice, logSource: 'folder', timeToFirstToken: null,
    accountNames: new Map(config?.accounts.map(({ accountId, name }) => [accountId, name])),
    authenticator: openAuthenticator(auth, { sessions: ports.sessions, fetch, clock }), accessOf: accessRule(auth),
    publicUrl: auth.publicUrl, isLocal: isLocalOnly(auth), trustedProxies: auth.trustedProxies,
    storeTimeoutMs: STORE_TIMEOUT_MS,
    logger: { level: 'warn', stream: process.stderr },
  })
  const url = await listen(app, port)

  const announce = once(() => process.stdout.write(`Serving ${url} (Ctrl-C stops it)\n${describeSignIn(auth)}\n`))
  // Whoever comes back finds what was there before; whoever comes first waits for the first run.
  if ((await ports.usage.listSources()).length > 0) announce()
  const progress = pipelineProgress()
  const watching = watch(ports, objects, {
    policy: config?.attribution ?? DEFAULT_ATTRIBUTION, clock, signal: stop, onProgress: progress.show,
    onRun: () => {
      progress.end()
      announce()
    },
    onError: (error) => {
      progress.end()
      tellFailure('processing the logs', error)
      announce()
    },
  })

  const working = Promise.all([watching, alongside()])

  await aborted(stop)
  await closeInTime(app, PATIENCE_MS)
  const all = working.then(() => true)
  return Promise.race([all, sleep(PATIENCE_MS, false, { ref: false })])
}

/** A variable that is set to nothing counts as not set. */
function secretsOf({ AUTH_HEADER_SECRET, SESSION_SECRETS }: NodeJS.ProcessEnv): Pick<AuthEnvironment, 'headerSecret' | 'sessionSecrets'> {
  return { headerSecret: AUTH_HEADER_SECRET || null, sessionSecrets: SESSION_SECRETS || null }
}

/** Aborted by the first SIGINT or SIGTERM; a second one ends the process at once. */
function stopSignal(): AbortSignal {
  const controller = new AbortController()
  for (const signal of ['SIGINT', 'SIGTERM'] as const) {
    process.on(signal, () => {
      if (controller.signal.aborted) process.exit(130)
      controller.abort()
    })
  }
  return controller.signal
}

async function listen(app: FastifyInstance, port: number): Promise<string> {
  try {
    await app.listen({ host: HOST, port })
  } catch (error) {
    if ((error as NodeJS.ErrnoException).code !== 'EADDRINUSE') throw error
    throw new Error(`port ${port} is in use: stop what listens there, or choose another one with --port`)
  }
  return `http://${HOST}:${(app.server.address() as AddressInfo).port}/`
}

/** Makes up the calls of each minute that passes, so that the sample lives. */
async function growSample(folder: string, clock: Clock, stop: AbortSignal): Promise<void> {
  while (!stop.aborted) {
    await sleep(SAMPLE_INTERVAL_MS, undefined, { signal: stop }).catch(() => undefined)
    if (!stop.aborted) await writeSample(folder, clock(), 1).catch((error: unknown) => tellFailure('writing the sample', error))
  }
}

function tellFailure(what: string, error: unknown): void {
  process.stderr.write(`${what} failed and will be tried again: ${error instanceof Error ? error.message : String(error)}\n`)
}

function aborted(signal: AbortSignal): Promise<void> {
  return new Promise((resolve) => {
    if (signal.aborted) resolve()
    else signal.addEventListener('abort', () => resolve(), { once: true })
  })
}

function once(action: () => void): () => void {
  let done = false
  return () => {
    if (!done) action()
    done = true
  }
}
