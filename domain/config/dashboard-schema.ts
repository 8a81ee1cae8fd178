import { z } from 'zod'
import { arn, entry, httpsUrl, list, word } from './fields.ts'

/** Memory in MiB that Fargate gives for a number of CPU units (1024 are one core). */
export const FARGATE_MEMORY: Readonly<Record<number, { readonly min: number; readonly max: number; readonly step: number }>> = {
  256: { min: 512, max: 2048, step: 512 },
  512: { min: 1024, max: 4096, step: 1024 },
  1024: { min: 2048, max: 8192, step: 1024 },
  2048: { min: 4096, max: 16_384, step: 1024 },
  4096: { min: 8192, max: 30_720, step: 1024 },
}

const subnets = list(
  word('the id of a subnet, such as subnet-0123456789abcdef0', /^subnet-[0-9a-f]{8,17}$/),
  'subnets of at least two availability zones', 2, 10,
)

const host = /^(?=.{4,253}$)([a-z0-9]([a-z0-9-]{0,61}[a-z0-9])?\.)+[a-z]{2,63}$/

export const dashboard = entry({
  image: word('an image with its tag or digest, such as 111122223333.dkr.ecr.us-east-1.amazonaws.com/analytics:1.0.0',
    /^[a-z0-9][\w./-]*(:\d+)?[\w./-]*(:[\w.-]+|@sha256:[0-9a-f]{64})$/, 512),
  vpcId: word('the id of a VPC, such as vpc-0123456789abcdef0', /^vpc-[0-9a-f]{8,17}$/),
  publicSubnetIds: subnets,
  privateSubnetIds: subnets,
  certificateArn: arn('acm', /certificate\/[\w-]+/, 'arn:aws:acm:us-east-1:111122223333:certificate/1234abcd-12ab-34cd-56ef-1234567890ab'),
  hostName: word('a host name in lower case, such as usage.example.com', host, 253),
  oidc: entry({
    issuer: httpsUrl,
    authorizationEndpoint: httpsUrl,
    tokenEndpoint: httpsUrl,
    userInfoEndpoint: httpsUrl,
    clientId: word('the client id that the identity provider gave', /^\S+$/),
    clientSecretArn: arn('secretsmanager', /secret:[\w/+=.@-]+/, 'arn:aws:secretsmanager:us-east-1:111122223333:secret:oidc-AbCdEf'),
  }),
  cpu: z.literal(Object.keys(FARGATE_MEMORY).map(Number), `one of ${Object.keys(FARGATE_MEMORY).join(', ')} (1024 are one core)`).default(512),
  memoryMib: z.int('a whole number of MiB').default(1024),
})
