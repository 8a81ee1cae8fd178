import type { Statement } from './statement.ts'

/** On `*`: a metric has no ARN, and the one data set of an account and region, which has, is all of its metrics again. */
export function metricsReadStatements(): Statement[] {
  return [{ sid: 'ReadMetrics', actions: ['cloudwatch:GetMetricData'], resources: ['*'] }]
}
