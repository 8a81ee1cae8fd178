import type { Place } from '../arns.ts'
import { CloudwatchDashboard, CloudwatchMetricAlarm } from '../aws.ts'
import { Construct } from '../cdktf.ts'
import { dashboardBody } from '../dashboard-widgets.ts'
import { dashboardName } from '../names.ts'
import { pipelineGraphs } from '../pipeline-graphs.ts'
import { AccountStack } from '../stacks/account-stack.ts'

/** A CloudWatch dashboard of the pipeline itself, with all alarms of the region that the stack has by then. */
export class PipelineDashboard extends Construct {
  constructor(scope: Construct, id: string, place: Place) {
    super(scope, id)
    const stack = AccountStack.of(this)
    const { config } = stack
    const alarms = stack.node.findAll().filter((found) => found instanceof CloudwatchMetricAlarm)
    const alarmArns = alarms.filter(({ regionInput }) => regionInput === place.region).map(({ arn }) => arn)
    new CloudwatchDashboard(this, 'dashboard', {
      region: place.region,
      dashboardName: dashboardName(config, place),
      dashboardBody: dashboardBody(place.region, alarmArns, pipelineGraphs(config)),
    })
  }
}
