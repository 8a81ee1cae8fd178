import type { DashboardConfig } from '../../domain/config.ts'
import { DASHBOARD_PORT } from '../../domain/contract.ts'
import type { Place } from '../arns.ts'
import { CloudformationStack, Lb, LbTargetGroup } from '../aws.ts'
import { Construct, type ITerraformDependable } from '../cdktf.ts'

export interface DashboardLoadBalancerProps {
  readonly place: Place
  readonly name: string
  readonly dashboard: DashboardConfig
  readonly securityGroupId: string
}

const SESSION_SECONDS = 12 * 3600
/** TLS 1.2 and 1.3 with forward secrecy. */
const TLS_POLICY = 'ELBSecurityPolicy-TLS13-1-2-2021-06'
const DRAIN_SECONDS = 30

/**
 * The load balancer that signs people in before anything reaches the container.
 *
 * Its listener is made by CloudFormation, which reads the client secret from Secrets Manager itself: Terraform, whose
 * state would keep it in the clear, sees a reference to it only. A secret that has changed is read when the stack is made anew:
 * `terraform apply -replace=aws_cloudformation_stack.dashboard_entrance_listener`.
 */
export class DashboardLoadBalancer extends Construct {
  readonly arn: string
  readonly dnsName: string
  readonly targetGroupArn: string
  /** What has to be there before targets can be registered. */
  readonly listener: ITerraformDependable

  constructor(scope: Construct, id: string, { place: { region }, name, dashboard, securityGroupId }: DashboardLoadBalancerProps) {
    super(scope, id)
    const loadBalancer = new Lb(this, 'load-balancer', {
      region,
      name,
      loadBalancerType: 'application',
      internal: false,
      subnets: [...dashboard.publicSubnetIds],
      securityGroups: [securityGroupId],
      dropInvalidHeaderFields: true,
    })
    const targets = new LbTargetGroup(this, 'targets', {
      region,
      name,
      vpcId: dashboard.vpcId,
      targetType: 'ip',
      protocol: 'HTTP',
      port: DASHBOARD_PORT,
      deregistrationDelay: String(DRAIN_SECONDS),
      healthCheck: { path: '/healthz', matcher: '200' },
    })
    this.arn = loadBalancer.arn
    this.dnsName = loadBalancer.dnsName
    this.targetGroupArn = targets.arn
    this.listener = new CloudformationStack(this, 'listener', {
      region,
      name: `${name}-listener`,
      templateBody: JSON.stringify({ Resources: { Listener: listener(dashboard, loadBalancer.arn, targets.arn) } }),
    })
  }
}

function listener({ certificateArn, oidc }: DashboardConfig, loadBalancerArn: string, targetGroupArn: string): object {
  return {
    Type: 'AWS::ElasticLoadBalancingV2::Listener',
    Properties: {
      LoadBalancerArn: loadBalancerArn,
      Protocol: 'HTTPS',
      Port: 443,
      SslPolicy: TLS_POLICY,
      Certificates: [{ CertificateArn: certificateArn }],
      DefaultActions: [
        {
          Order: 1,
          Type: 'authenticate-oidc',
          AuthenticateOidcConfig: {
            Issuer: oidc.issuer,
            AuthorizationEndpoint: oidc.authorizationEndpoint,
            TokenEndpoint: oidc.tokenEndpoint,
            UserInfoEndpoint: oidc.userInfoEndpoint,
            ClientId: oidc.clientId,
            ClientSecret: `{{resolve:secretsmanager:${oidc.clientSecretArn}:SecretString}}`,
            Scope: 'openid email profile',
            OnUnauthenticatedRequest: 'authenticate',
            SessionTimeout: String(SESSION_SECONDS),
          },
        },
        { Order: 2, Type: 'forward', TargetGroupArn: targetGroupArn },
      ],
    },
  }
}
