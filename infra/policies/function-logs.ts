import type { Statement } from './statement.ts'

/** A function may write to its log group, not make one: the group has its retention from the start. */
export function functionLogsStatement(logGroupArn: string): Statement {
  return { sid: 'WriteLogs', actions: ['logs:CreateLogStream', 'logs:PutLogEvents'], resources: [`${logGroupArn}:log-stream:*`] }
}
