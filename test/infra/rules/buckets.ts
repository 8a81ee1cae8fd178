import { statementsOf } from '../../fixtures/infra/policy-documents.ts'
import { at, type Resource, resourcesOf, type Stack, text } from '../../fixtures/infra/stacks.ts'
import { add, change, changeStatement, remove, type Rule } from './rule.ts'

const PARTS: Readonly<Record<string, (part: Resource | undefined, bucket: string) => boolean>> = {
  aws_s3_bucket_server_side_encryption_configuration: (part) => {
    const algorithm = at(part?.body, 'rule', 0, 'apply_server_side_encryption_by_default', 'sse_algorithm')
    return algorithm === 'AES256' || algorithm === 'aws:kms'
  },
  aws_s3_bucket_public_access_block: (part) => {
    return ['block_public_acls', 'block_public_policy', 'ignore_public_acls', 'restrict_public_buckets'].every((name) => part?.body[name] === true)
  },
  aws_s3_bucket_ownership_controls: (part) => at(part?.body, 'rule', 'object_ownership') === 'BucketOwnerEnforced',
  aws_s3_bucket_policy: (part, bucket) => part !== undefined && wantsTls(text(part.body['policy']), bucket),
  aws_s3_bucket_lifecycle_configuration: (part) => {
    const rules = (part?.body['rule'] ?? []) as unknown[]
    const forAll = rules.filter((rule) => at(rule, 'status') === 'Enabled' && JSON.stringify(at(rule, 'filter')) === '[{}]')
    const days = [['expiration', 0, 'days'], ['abort_incomplete_multipart_upload', 0, 'days_after_initiation']] as const
    return days.every((path) => forAll.some((rule) => Number(at(rule, ...path)) > 0))
  },
}

function wantsTls(policy: string, bucket: string): boolean {
  return statementsOf(policy).some(({ effect, principals, actions, resources, conditions }) => {
    return effect === 'Deny' && principals.includes('*') && actions.includes('s3:*') &&
      resources.some((arn) => arn.endsWith(`:::${bucket}`)) && resources.some((arn) => arn.endsWith(`:::${bucket}/*`)) &&
      conditions.get('Bool aws:SecureTransport')?.join() === 'false'
  })
}

/** The part of a kind that belongs to a bucket, whether it names it or refers to it. */
function partOf(stack: Stack, type: string, { id, body }: Resource): Resource | undefined {
  return resourcesOf(stack, type).find(({ body: { bucket } }) => {
    return bucket === body['bucket'] || text(bucket).startsWith(`\${aws_s3_bucket.${id}.`)
  })
}

export const BUCKET_RULES: readonly Rule[] = [
  {
    title: 'Every bucket is encrypted, private, owned by its account, reached through TLS only, and forgets in time',
    problems: (stack) => resourcesOf(stack, 'aws_s3_bucket').flatMap((bucket) => {
      const missing = Object.entries(PARTS).filter(([type, isFine]) => !isFine(partOf(stack, type, bucket), text(bucket.body['bucket'])))
      return missing.map(([type]) => `${bucket.id} has no good ${type}`)
    }),
    breaches: {
      'a bucket that nothing more is said about': (hub) => add(hub, 'aws_s3_bucket', { bucket: 'bare' }),
      'no encryption': (hub) => remove(hub, 'aws_s3_bucket_server_side_encryption_configuration'),
      'a policy that may be public': (hub) => change(hub, 'aws_s3_bucket_public_access_block', (body) => (body['block_public_policy'] = false)),
      'access lists': (hub) => change(hub, 'aws_s3_bucket_ownership_controls', (body) => (body['rule'] = { object_ownership: 'ObjectWriter' })),
      'plain HTTP to objects': (hub) => changeStatement(hub, 'aws_s3_bucket_policy', 'TlsOnly', (statement) => {
        statement['Resource'] = (statement['Resource'] as string[])[0]
      }),
      'a lifecycle that is switched off': (hub) => change(hub, 'aws_s3_bucket_lifecycle_configuration', ({ rule }) => {
        for (const each of rule as Record<string, unknown>[]) each['status'] = 'Disabled'
      }),
    },
  },
  {
    title: 'An existing bucket is left as it is, but for notifications that may be managed',
    problems: (stack) => stack.account.regions.flatMap(({ existingBucket }) => {
      if (existingBucket === null) return []
      const { name, manageNotifications } = existingBucket
      const touching = Object.keys(stack.json.resource).filter((type) => type.startsWith('aws_s3_bucket'))
        .filter((type) => resourcesOf(stack, type).some(({ body }) => body['bucket'] === name))
      const wanted = manageNotifications ? ['aws_s3_bucket_notification'] : []
      return touching.join() === wanted.join() ? [] : [`${name} is touched by ${touching.join(', ') || 'nothing'}`]
    }),
    breaches: {
      'a policy for a bucket of somebody else': (hub) => {
        Object.assign(hub.account.regions[0] ?? {}, { existingBucket: { name: 'theirs', manageNotifications: false } })
        add(hub, 'aws_s3_bucket_policy', { bucket: 'theirs', policy: '{"Statement":[]}' })
      },
    },
  },
  {
    title: 'Encryption uses the keys that the configuration names, and only there',
    problems: (stack) => {
      const { config, account, json } = stack
      const ofRegions = account.regions.flatMap(({ keys }) => Object.values(keys) as (string | null)[])
      const keys = account.primary ? [...ofRegions, ...(Object.values(config.keys) as (string | null)[])] : ofRegions
      const used = JSON.stringify(json.resource)
      const strange = [...used.matchAll(/arn:[\w-]+:kms:[^"\\ ]+/g)].map(([arn]) => arn).filter((arn) => !keys.includes(arn))
      const unused = keys.filter((arn) => arn !== null && !used.includes(arn))
      return [...strange.map((arn) => `${arn} is not configured`), ...unused.map((arn) => `${arn} is not used`)]
    },
    breaches: {
      'a key from nowhere': (hub) => change(hub, 'aws_sqs_queue', (body) => (body['kms_master_key_id'] = 'arn:aws:kms:us-east-1:111122223333:key/1')),
    },
  },
]
