import { z } from 'zod'
import { s3Object } from './feed-location.ts'
import { isRegion, WELL_KNOWN_REGIONS } from './region.ts'
import { suggest } from './suggest.ts'

// The error text of every field says what it wants, as the end of the sentence "write …".

export function word(wants: string, pattern: RegExp, maxLength = 256) {
  return z.string(wants).max(maxLength, wants).regex(pattern, wants)
}

export function integer(min: number, max: number, what = '') {
  const wants = `a whole number of ${min} to ${max}${what}`
  return z.int(wants).min(min, wants).max(max, wants)
}

export const flag = z.boolean('true or false')

export function choice<const T extends string>(...options: readonly T[]) {
  return z.enum(options, options.join(' or '))
}

export function list<T extends z.ZodType>(entry: T, wants: string, min = 0, max = 200) {
  return z.array(entry, `a list: ${wants}`).min(min, wants).max(max, `at most ${max} entries`)
}

/** A mapping that takes these keys and no others; not being there is as good as being empty. */
export function section<const S extends z.ZodRawShape>(shape: S) {
  return entry(shape).prefault({} as z.input<z.ZodObject<S>>)
}

/** A mapping that takes these keys and no others. The error text of an unknown key is the known ones, for explain-issue.ts. */
export function entry<const S extends z.ZodRawShape>(shape: S) {
  const known = Object.keys(shape).join(' ')
  return z.strictObject(shape, {
    error: ({ code }) => code === 'unrecognized_keys' ? known : `a mapping with keys of ${known.replaceAll(' ', ', ')}`,
  })
}

export const accountId = word('12 digits in quotes, such as "111122223333"', /^\d{12}$/)

const WANTS_REGION = 'the name of a region, such as us-east-1'
export const region = z.string(WANTS_REGION).refine(isRegion, {
  error({ input }) {
    const meant = suggest(String(input), WELL_KNOWN_REGIONS)
    return meant === null ? WANTS_REGION : `${meant}, if that is what is meant`
  },
})

/** Names that S3 keeps to itself. */
const RESERVED_BUCKET = /^(xn--|sthree-|amzn-s3-demo-)|(-s3alias|--ol-s3|\.mrap|--x-s3|--table-s3)$|^\d+(\.\d+){3}$|\.\.|\.-|-\./
const WANTS_BUCKET = 'the name of a bucket: 3 to 63 lower-case letters, digits, hyphens and dots, none of those that S3 reserves'
export const bucketName = word(WANTS_BUCKET, /^[a-z0-9][a-z0-9.-]{1,61}[a-z0-9]$/)
  .refine((name) => !RESERVED_BUCKET.test(name), WANTS_BUCKET)

/** ARN of a service's resource, with its region and account. */
export function arn(service: string, resource: RegExp, example: string) {
  return word(`an ARN such as ${example}`, new RegExp(`^arn:aws[a-z-]*:${service}:[a-z0-9-]+:\\d{12}:${resource.source}$`), 2048)
}

export const roleArn = word(
  'the ARN of a role, such as arn:aws:iam::111122223333:role/deployer', /^arn:aws[a-z-]*:iam::\d{12}:role\/[\w+=,.@/-]+$/, 2048,
)
export const keyArn = arn('kms', /key\/[\w-]+/, 'arn:aws:kms:us-east-1:111122223333:key/1234abcd-12ab-34cd-56ef-1234567890ab')
export const profile = word('the name of a profile of ~/.aws/config', /^[^\s"'[\]]([^"'[\]]*[^\s"'[\]])?$/)

const WANTS_URL = 'an address that begins with https://'
const HTTPS_URL = /^https:\/\/[^\s/]+\S*$/
export const httpsUrl = word(WANTS_URL, HTTPS_URL, 2048)

const WANTS_FEED = `${WANTS_URL}, or s3://bucket/key, the key of letters, digits and _ . = + / - only`
export const feedUrl = z.string(WANTS_FEED).max(2048, WANTS_FEED)
  .refine((text) => HTTPS_URL.test(text) || s3Object(text) !== null, WANTS_FEED)

/** Region and account of an ARN. */
export function arnPlace(text: string): { readonly region: string; readonly accountId: string } {
  const [, , , region = '', accountId = ''] = text.split(':')
  return { region, accountId }
}
