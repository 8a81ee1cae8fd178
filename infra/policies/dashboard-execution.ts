import { arnOf } from '../arns.ts'
import type { Statement } from './statement.ts'

const ECR_IMAGE = /^(\d{12})\.dkr\.ecr\.([a-z0-9-]+)\.amazonaws\.com(?:\.cn)?\/([^:@]+)/

/** What ECS needs to start the dashboard: its image, if that is in a private registry of AWS, and a place for its log. */
export function dashboardExecutionStatements({ image, logGroupArn }: { image: string; logGroupArn: string }): Statement[] {
  return [
    ...imageStatements(image),
    { sid: 'WriteLogs', actions: ['logs:CreateLogStream', 'logs:PutLogEvents'], resources: [`${logGroupArn}:log-stream:*`] },
  ]
}

function imageStatements(image: string): Statement[] {
  const [, accountId, region, repository] = ECR_IMAGE.exec(image) ?? []
  if (accountId === undefined || region === undefined || repository === undefined) return []
  return [
    // A token is for the registry as a whole: AWS takes nothing but `*`.
    { sid: 'SignInToRegistry', actions: ['ecr:GetAuthorizationToken'], resources: ['*'] },
    {
      sid: 'PullImage',
      actions: ['ecr:BatchCheckLayerAvailability', 'ecr:BatchGetImage', 'ecr:GetDownloadUrlForLayer'],
      resources: [arnOf({ accountId, region }, 'ecr', `repository/${repository}`)],
    },
  ]
}
