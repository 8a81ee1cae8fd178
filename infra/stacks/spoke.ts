import type { AccountConfig } from '../../domain/config.ts'
import type { Construct } from '../cdktf.ts'
import { AlarmTopic } from '../constructs/alarm-topic.ts'
import { LogSource } from '../constructs/log-source.ts'
import { MetricsReadRole } from '../constructs/metrics-read-role.ts'
import { AccountStack, type Deployment } from './account-stack.ts'

/** An account whose logs go to the hub. */
export class SpokeStack extends AccountStack {
  constructor(scope: Construct, deployment: Deployment, account: AccountConfig) {
    super(scope, deployment, account)
    for (const region of account.regions) {
      const place = this.at(region.region)
      const { topicArns } = new AlarmTopic(this, `alarm-topic-${place.region}`, place)
      new LogSource(this, `source-${place.region}`, { region, topicArns })
    }
    new MetricsReadRole(this, 'metrics-read')
  }
}
