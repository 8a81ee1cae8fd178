import { queueArn, type Place } from '../arns.ts'
import { SchedulerScheduleGroup, SqsQueue, SqsQueuePolicy } from '../aws.ts'
import { Construct } from '../cdktf.ts'
import { roleName, scheduleDeadLetterQueueName, scheduleGroupName } from '../names.ts'
import { queuePolicy } from '../policies/queue.ts'
import { schedulerStatements } from '../policies/scheduler.ts'
import { schedulerTrust } from '../policies/trust.ts'
import { policyJson } from '../policy-json.ts'
import { AccountStack } from '../stacks/account-stack.ts'
import { IamRole } from './iam-role.ts'

export interface ScheduleGroupProps {
  readonly place: Place
  /** Functions that its schedules may invoke. */
  readonly functionArns: readonly string[]
  /** Customer managed key of its queue; null for the service's own. */
  readonly queueKeyArn: string | null
}

const RETENTION_SECONDS = 14 * 86_400

/** The group that all schedules are in, the role that they invoke functions with, and the queue for invocations that never got through. */
export class ScheduleGroup extends Construct {
  readonly place: Place
  readonly groupName: string
  readonly role: IamRole
  readonly deadLetterQueue: SqsQueue
  readonly deadLetterQueueName: string

  constructor(scope: Construct, id: string, { place, functionArns, queueKeyArn }: ScheduleGroupProps) {
    super(scope, id)
    const { config } = AccountStack.of(this)
    const { region } = place
    this.place = place
    this.deadLetterQueueName = scheduleDeadLetterQueueName(config)
    const deadLetterQueueArn = queueArn(place, this.deadLetterQueueName)
    this.groupName = new SchedulerScheduleGroup(this, 'group', { region, name: scheduleGroupName(config) }).name
    this.deadLetterQueue = new SqsQueue(this, 'failed', {
      region,
      name: this.deadLetterQueueName,
      messageRetentionSeconds: RETENTION_SECONDS,
      ...(queueKeyArn === null ? { sqsManagedSseEnabled: true } : { kmsMasterKeyId: queueKeyArn }),
    })
    new SqsQueuePolicy(this, 'failed-policy', {
      region, queueUrl: this.deadLetterQueue.url, policy: policyJson(queuePolicy({ place, queueArn: deadLetterQueueArn, ruleArns: [] })),
    })
    this.role = new IamRole(this, 'role', {
      name: roleName(config, 'scheduler'),
      description: `Of the schedules in ${scheduleGroupName(config)}`,
      trust: schedulerTrust(place, scheduleGroupName(config)),
      statements: schedulerStatements({ functionArns, deadLetterQueueArn, deadLetterQueueKeyArn: queueKeyArn, region }),
    })
  }
}
