import { arnOf, type Place } from '../arns.ts'
import { SnsTopic, SnsTopicPolicy, SnsTopicSubscription } from '../aws.ts'
import { Construct } from '../cdktf.ts'
import { alarmTopicName } from '../names.ts'
import { alarmTopicPolicy } from '../policies/alarm-topic.ts'
import { policyJson } from '../policy-json.ts'
import { AccountStack } from '../stacks/account-stack.ts'

/**
 * Whom the alarms of one account and region tell: the configured topics of that region, and one of its own if an e-mail
 * address is configured, whose owner has to confirm the subscription. An alarm reaches no topic of another region.
 */
export class AlarmTopic extends Construct {
  /** Of all topics; none where alarms are only looked at. */
  readonly topicArns: readonly string[]

  constructor(scope: Construct, id: string, place: Place) {
    super(scope, id)
    const { enabled, email, topicArns } = AccountStack.of(this).config.alarms
    const configured = topicArns.filter((arn) => arn.split(':')[3] === place.region)
    this.topicArns = !enabled || email === null ? configured : [...configured, this.ownTopic(place, email)]
  }

  private ownTopic(place: Place, email: string): string {
    const { region } = place
    const name = alarmTopicName(AccountStack.of(this).config)
    // Not encrypted: CloudWatch cannot publish through the key of AWS, and an alarm says nothing about calls.
    const topic = new SnsTopic(this, 'topic', { region, name })
    new SnsTopicPolicy(this, 'policy', { region, arn: topic.arn, policy: policyJson(alarmTopicPolicy(place, arnOf(place, 'sns', name))) })
    new SnsTopicSubscription(this, 'email', { region, topicArn: topic.arn, protocol: 'email', endpoint: email })
    return topic.arn
  }
}
