import { DASHBOARD_PORT } from '../../domain/contract.ts'
import type { Place } from '../arns.ts'
import { SecurityGroup, VpcSecurityGroupEgressRule, VpcSecurityGroupIngressRule } from '../aws.ts'
import { Construct } from '../cdktf.ts'

export interface DashboardNetworkProps {
  readonly place: Place
  readonly name: string
  readonly vpcId: string
}

const ANYWHERE = '0.0.0.0/0'
const HTTPS = { ipProtocol: 'tcp', fromPort: 443, toPort: 443 } as const
const DASHBOARD = { ipProtocol: 'tcp', fromPort: DASHBOARD_PORT, toPort: DASHBOARD_PORT } as const

/** Who may talk to whom: anybody to the load balancer, only the load balancer to the container. */
export class DashboardNetwork extends Construct {
  readonly loadBalancer: SecurityGroup
  readonly container: SecurityGroup

  constructor(scope: Construct, id: string, { place: { region }, name, vpcId }: DashboardNetworkProps) {
    super(scope, id)
    const group = (id: string, of: string) => new SecurityGroup(this, id, {
      region, vpcId, name: `${name}-${id}`, description: `Of the dashboard's ${of}`,
    })
    this.loadBalancer = group('load-balancer', 'load balancer')
    this.container = group('container', 'container')
    const [loadBalancer, container] = [this.loadBalancer.id, this.container.id]

    new VpcSecurityGroupIngressRule(this, 'from-people', {
      region, securityGroupId: loadBalancer, ...HTTPS, cidrIpv4: ANYWHERE, description: 'People, who have to sign in',
    })
    new VpcSecurityGroupEgressRule(this, 'to-identity-provider', {
      region, securityGroupId: loadBalancer, ...HTTPS, cidrIpv4: ANYWHERE, description: 'The identity provider',
    })
    new VpcSecurityGroupEgressRule(this, 'to-container', {
      region, securityGroupId: loadBalancer, ...DASHBOARD, referencedSecurityGroupId: container, description: 'The container',
    })
    new VpcSecurityGroupIngressRule(this, 'from-load-balancer', {
      region, securityGroupId: container, ...DASHBOARD, referencedSecurityGroupId: loadBalancer, description: 'The load balancer alone',
    })
    new VpcSecurityGroupEgressRule(this, 'to-aws', {
      region, securityGroupId: container, ...HTTPS, cidrIpv4: ANYWHERE, description: 'APIs of AWS, and the keys of the load balancer',
    })
  }
}
