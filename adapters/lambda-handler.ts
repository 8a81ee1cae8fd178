import type { FunctionName } from '../domain/contract.ts'
import type { Log, Metrics } from '../domain/ports.ts'
import { emfMetrics } from './emf-metrics.ts'
import { jsonLog } from './json-log.ts'

type ProcessEnvironment = Readonly<Record<string, string | undefined>>

/** What is used of the context that Lambda hands over. */
export interface LambdaContext {
  readonly awsRequestId: string
  getRemainingTimeInMillis(): number
}

export interface Invocation {
  readonly log: Log
  readonly clock: () => Date
  readonly remainingMs: () => number
}

/**
 * A handler whose ports are opened once per process, at its start: an unusable environment fails it there, with everything
 * that is wrong in one error. Each invocation leaves its metrics and a line of the log, also one that fails.
 */
export function lambdaHandler<P, E, R>(
  name: FunctionName, open: (env: ProcessEnvironment, metrics: Metrics) => P,
  work: (event: E, ports: P & { metrics: Metrics; clock: () => Date }, invocation: Invocation) => Promise<R>,
): (event: E, context: LambdaContext) => Promise<R> {
  const metrics = emfMetrics({ functionName: process.env.AWS_LAMBDA_FUNCTION_NAME ?? name, clock: Date.now, write })
  const clock = () => new Date()
  const ports = { ...open(process.env, metrics), metrics, clock }
  return async (event, context) => {
    const log = jsonLog({ fields: { function: name, requestId: context.awsRequestId }, clock: Date.now, write })
    try {
      return await work(event, ports, { log, clock, remainingMs: () => context.getRemainingTimeInMillis() })
    } catch (error) {
      metrics.count('failures', 1)
      // Lambda itself writes the error; here its name alone, which never quotes anything.
      log.error('failed', { error: error instanceof Error ? error.name : 'unknown' })
      throw error
    } finally {
      metrics.flush()
    }
  }
}

/** Past console, which Lambda would wrap into a line of its own. */
function write(line: string): void {
  process.stdout.write(line)
}
