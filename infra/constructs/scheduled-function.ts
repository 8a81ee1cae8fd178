import { LambdaFunctionEventInvokeConfig, SchedulerSchedule } from '../aws.ts'
import { Construct } from '../cdktf.ts'
import { scheduleName } from '../names.ts'
import { AccountStack } from '../stacks/account-stack.ts'
import { LambdaFunction, type LambdaFunctionProps } from './lambda-function.ts'
import type { ScheduleGroup } from './schedule-group.ts'

export interface ScheduledFunctionProps {
  readonly group: ScheduleGroup
  readonly lambda: LambdaFunctionProps
  /** By what tells them apart. */
  readonly schedules: Readonly<Record<string, Schedule>>
  /** How often an invocation is tried again that failed: not at all where the next one comes anyway and makes up for it. */
  readonly retries: 0 | 1 | 2
}

export interface Schedule {
  /** `rate(5 minutes)`, which starts at once, or `cron(17 3 * * ? *)`, in UTC. */
  readonly expression: string
  /** The event that the function gets. */
  readonly event: object
}

/** An invocation that waits longer than that, for want of concurrency, is not worth it any more. */
const MAX_EVENT_AGE_SECONDS = 3600
/** Of the scheduler, where Lambda does not take the invocation. */
const SCHEDULER_RETRIES = 10

/** A function that runs by the clock, with its schedules. Runs may overlap and be repeated: every one of them is idempotent. */
export class ScheduledFunction extends Construct {
  readonly lambda: LambdaFunction

  constructor(scope: Construct, id: string, { group, lambda: props, schedules, retries }: ScheduledFunctionProps) {
    super(scope, id)
    const { config } = AccountStack.of(this)
    const { region } = group.place
    this.lambda = new LambdaFunction(this, 'function', props)
    new LambdaFunctionEventInvokeConfig(this, 'retries', {
      region,
      functionName: this.lambda.lambda.functionName,
      maximumRetryAttempts: retries,
      maximumEventAgeInSeconds: MAX_EVENT_AGE_SECONDS,
    })
    for (const [what, { expression, event }] of Object.entries(schedules)) {
      new SchedulerSchedule(this, what, {
        region,
        name: scheduleName(config, props.name, what),
        groupName: group.groupName,
        scheduleExpression: expression,
        scheduleExpressionTimezone: 'UTC',
        flexibleTimeWindow: { mode: 'OFF' },
        target: {
          arn: this.lambda.lambda.arn,
          roleArn: group.role.role.arn,
          input: JSON.stringify(event),
          retryPolicy: { maximumEventAgeInSeconds: MAX_EVENT_AGE_SECONDS, maximumRetryAttempts: SCHEDULER_RETRIES },
          deadLetterConfig: { arn: group.deadLetterQueue.arn },
        },
        dependsOn: [group.role.policy],
      })
    }
  }
}

/** A schedule that starts at once and comes back after so many minutes. */
export function everyMinutes(minutes: number): string {
  return minutes === 1 ? 'rate(1 minute)' : `rate(${minutes} minutes)`
}
