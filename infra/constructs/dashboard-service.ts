import type { DashboardConfig } from '../../domain/config.ts'
import { DASHBOARD_PORT } from '../../domain/contract.ts'
import { keysOfRegion } from '../accounts.ts'
import { logGroupArn, type Place } from '../arns.ts'
import { CloudwatchLogGroup, EcsCluster, EcsService, EcsTaskDefinition } from '../aws.ts'
import { Construct, TerraformOutput } from '../cdktf.ts'
import { hostedAuth } from '../dashboard-auth.ts'
import { dashboardEnvironment, type DashboardEnvironment, dashboardPolicy } from '../dashboard-environment.ts'
import { dashboardLogGroupName, dashboardServiceName, roleName } from '../names.ts'
import { dashboardExecutionStatements } from '../policies/dashboard-execution.ts'
import { taskTrust } from '../policies/trust.ts'
import { AccountStack } from '../stacks/account-stack.ts'
import { DashboardLoadBalancer } from './dashboard-load-balancer.ts'
import { DashboardNetwork } from './dashboard-network.ts'
import { IamRole } from './iam-role.ts'

export interface DashboardServiceProps {
  readonly place: Place
  readonly dashboard: DashboardConfig
}

const CONTAINER = 'dashboard'
/** `nonroot` of the distroless images. */
const USER = '65532:65532'
const STOP_SECONDS = 30
/** A new image may be loading prices and buckets before it answers. */
const GRACE_SECONDS = 60

/** The dashboard on Fargate: reachable through its load balancer only, without root, with nothing on its disk that it could change. */
export class DashboardService extends Construct {
  private readonly place: Place
  private readonly dashboard: DashboardConfig

  constructor(scope: Construct, id: string, { place, dashboard }: DashboardServiceProps) {
    super(scope, id)
    this.place = place
    this.dashboard = dashboard
    const { config } = AccountStack.of(this)
    const { region } = place
    const name = dashboardServiceName(config)
    const network = new DashboardNetwork(this, 'network', { place, name, vpcId: dashboard.vpcId })
    const entrance = new DashboardLoadBalancer(this, 'entrance', { place, name, dashboard, securityGroupId: network.loadBalancer.id })
    const task = new IamRole(this, 'task-role', {
      name: roleName(config, 'dashboard'), description: 'Of the dashboard', trust: taskTrust(place), statements: dashboardPolicy(config),
    })
    const execution = this.executionRole()
    const definition = this.taskDefinition(task, execution, {
      ...dashboardEnvironment(config),
      ...hostedAuth(config, entrance.arn, dashboard.hostName),
    })
    new EcsService(this, 'service', {
      region,
      name,
      cluster: new EcsCluster(this, 'cluster', { region, name }).arn,
      taskDefinition: definition.arn,
      launchType: 'FARGATE',
      desiredCount: 1,
      // The old one goes when the new one answers, and stays if that never does.
      deploymentMinimumHealthyPercent: 100,
      deploymentMaximumPercent: 200,
      deploymentCircuitBreaker: { enable: true, rollback: true },
      healthCheckGracePeriodSeconds: GRACE_SECONDS,
      networkConfiguration: { subnets: [...dashboard.privateSubnetIds], securityGroups: [network.container.id], assignPublicIp: false },
      loadBalancer: [{ targetGroupArn: entrance.targetGroupArn, containerName: CONTAINER, containerPort: DASHBOARD_PORT }],
      propagateTags: 'SERVICE',
      dependsOn: [entrance.listener, task.policy, execution.policy],
    })
    new TerraformOutput(AccountStack.of(this), 'dashboard-address', {
      description: `What the DNS record of ${dashboard.hostName} has to point at`, value: entrance.dnsName,
    })
  }

  private executionRole(): IamRole {
    const { config } = AccountStack.of(this)
    return new IamRole(this, 'execution-role', {
      name: roleName(config, 'dashboard-execution'),
      description: 'Starts the dashboard',
      trust: taskTrust(this.place),
      statements: dashboardExecutionStatements({
        image: this.dashboard.image, logGroupArn: logGroupArn(this.place, dashboardLogGroupName(config)),
      }),
    })
  }

  private taskDefinition(task: IamRole, execution: IamRole, environment: DashboardEnvironment): EcsTaskDefinition {
    const { config, account } = AccountStack.of(this)
    const { image, cpu, memoryMib } = this.dashboard
    const { region } = this.place
    const logKeyArn = keysOfRegion(account, region).functionLogs
    const log = new CloudwatchLogGroup(this, 'log', {
      region,
      name: dashboardLogGroupName(config),
      retentionInDays: config.retention.functionLogsDays,
      ...(logKeyArn === null ? {} : { kmsKeyId: logKeyArn }),
    })
    return new EcsTaskDefinition(this, 'task', {
      region,
      family: dashboardServiceName(config),
      requiresCompatibilities: ['FARGATE'],
      networkMode: 'awsvpc',
      runtimePlatform: { cpuArchitecture: 'ARM64', operatingSystemFamily: 'LINUX' },
      cpu: String(cpu),
      memory: String(memoryMib),
      taskRoleArn: task.role.arn,
      executionRoleArn: execution.role.arn,
      containerDefinitions: JSON.stringify([containerOf(image, environment, { group: log.name, region })]),
    })
  }
}

function containerOf(image: string, environment: DashboardEnvironment, log: { group: string; region: string }): object {
  return {
    name: CONTAINER,
    image,
    essential: true,
    user: USER,
    readonlyRootFilesystem: true,
    linuxParameters: { capabilities: { drop: ['ALL'] }, initProcessEnabled: true },
    stopTimeout: STOP_SECONDS,
    portMappings: [{ containerPort: DASHBOARD_PORT, protocol: 'tcp' }],
    environment: Object.entries(environment).map(([name, value]) => ({ name, value })).sort((a, b) => (a.name < b.name ? -1 : 1)),
    logConfiguration: {
      logDriver: 'awslogs',
      options: { 'awslogs-group': log.group, 'awslogs-region': log.region, 'awslogs-stream-prefix': CONTAINER },
    },
  }
}
