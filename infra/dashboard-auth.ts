import type { Config } from '../domain/config.ts'
import type { DashboardVariable } from '../domain/contract.ts'

type AuthVariables = Readonly<Partial<Record<Extract<DashboardVariable, 'AUTH' | 'PUBLIC_URL' | 'TRUSTED_PROXIES'>, string>>>

/** Where the load balancer is: only it reaches the container, and it says where requests come from. */
const PRIVATE_RANGES = ['10.0.0.0/8', '172.16.0.0/12', '192.168.0.0/16', '100.64.0.0/10']

/** How the dashboard knows its users behind a load balancer of ours: by the tokens that this one signs, and no others. */
export function hostedAuth({ auth }: Config, loadBalancerArn: string, hostName: string): AuthVariables {
  return {
    AUTH: JSON.stringify({ ...auth, jwt: { ...auth.jwt, signer: [loadBalancerArn] } }),
    PUBLIC_URL: `https://${hostName}`,
    TRUSTED_PROXIES: PRIVATE_RANGES.join(','),
  }
}

/** The same for a dashboard that runs elsewhere. Hashes of passwords stay out of what Terraform keeps: they come by AUTH_FILE. */
export function ownAuth({ auth, server: { publicUrl, trustedProxies } }: Config): AuthVariables {
  return {
    ...(auth.mode === 'jwt' || auth.mode === 'header' ? { AUTH: JSON.stringify(auth) } : {}),
    ...(publicUrl === null ? {} : { PUBLIC_URL: publicUrl }),
    ...(trustedProxies.length === 0 ? {} : { TRUSTED_PROXIES: trustedProxies.join(',') }),
  }
}
