import { z } from 'zod'
import { isAddressRange } from './address-range.ts'
import { type AttributionPolicy, attributionPolicy, DEFAULT_ATTRIBUTION } from './attribution.ts'
import { s3Object } from './config/feed-location.ts'
import type { Variable } from './contract.ts'
import { EXPORT_FORMATS, type ExportFormat } from './export-keys.ts'
import type { LogBucket } from './log-bucket.ts'

export interface FormValues {
  readonly text: string
  readonly integer: number
  readonly flag: boolean
  readonly origin: string
  readonly feed: string
  readonly 'account-id': string
  readonly buckets: ReadonlyMap<string, LogBucket>
  readonly attribution: AttributionPolicy
  readonly port: number
  readonly accounts: ReadonlyMap<string, AccountView>
  readonly 'address-ranges': readonly string[]
  readonly 'export-format': ExportFormat
  readonly 'account-names': ReadonlyMap<string, string>
}

/** What the dashboard knows of an account by its id. */
export interface AccountView {
  readonly name: string
  /** Role of the account that reads its metrics; null where the dashboard's own may. */
  readonly metricsRoleArn: string | null
}

const texts = z.array(z.string().min(1))
const attribution = z.strictObject({
  sessionRoles: texts, ssoByUser: z.boolean(), keepIdentityArn: z.boolean(), tagKeys: texts, tagDimensions: texts,
} satisfies Record<keyof AttributionPolicy, z.ZodType>).partial()

const ACCOUNT_ID = /^\d{12}$/
const accountId = z.string().regex(ACCOUNT_ID, 'wants 12 digits')
const buckets = z.record(z.string().min(3), z.strictObject({
  ownerAccountId: accountId,
  prefix: z.string().refine((prefix) => !prefix.endsWith('/'), 'wants no slash at its end'),
}))

const accounts = z.record(accountId, z.strictObject({ name: z.string(), metricsRoleArn: z.string().nullable() }))
const accountNames = z.record(accountId, z.string())

/** Value of a variable's text, by its form. Each throws an error that says what is wanted. */
export const FORMS: { readonly [F in Variable['form']]: (text: string) => FormValues[F] } = {
  text: (text) => text,
  integer(text) {
    const number = Number(text)
    if (!/^\d+$/.test(text) || !Number.isSafeInteger(number) || number === 0) throw new Error('wants a whole number of at least 1')
    return number
  },
  flag(text) {
    if (text !== 'true' && text !== 'false') throw new Error('wants true or false')
    return text === 'true'
  },
  origin(text) {
    if (!/^https?:\/\/(?:[a-z0-9.-]+|\[[0-9a-f:]+\])(?::\d+)?\/?$/i.test(text)) {
      throw new Error('wants an address such as https://usage.example.com, without a path')
    }
    return text.replace(/\/$/, '')
  },
  feed(text) {
    if (!/^(?:https?:\/\/[^\s/]|file:)\S+$/.test(text) && s3Object(text) === null) {
      throw new Error('wants a URL that starts with https://, or s3://bucket/key')
    }
    return text
  },
  'account-id'(text) {
    if (!ACCOUNT_ID.test(text)) throw new Error('wants 12 digits')
    return text
  },
  buckets: (text) => new Map(Object.entries(parsed(buckets, text))),
  attribution: (text) => attributionPolicy({ ...DEFAULT_ATTRIBUTION, ...withoutUndefined(parsed(attribution, text)) }),
  port(text) {
    if (!/^\d{1,5}$/.test(text) || Number(text) > 65_535) throw new Error('wants a port: a whole number of at most 65535')
    return Number(text)
  },
  accounts: (text) => new Map(Object.entries(parsed(accounts, text))),
  'address-ranges'(text) {
    const ranges = text.split(',').map((range) => range.trim()).filter((range) => range !== '')
    const bad = ranges.find((range) => !isAddressRange(range))
    if (bad !== undefined) throw new Error(`wants addresses such as 10.0.0.7 or 10.0.0.0/24, not "${bad}"`)
    return ranges
  },
  'export-format'(text) {
    const format = EXPORT_FORMATS.find((known) => known === text)
    if (format === undefined) throw new Error(`wants ${EXPORT_FORMATS.join(' or ')}`)
    return format
  },
  'account-names': (text) => new Map(Object.entries(parsed(accountNames, text))),
}

function parsed<T>(schema: z.ZodType<T>, text: string): T {
  let value: unknown
  try {
    value = JSON.parse(text)
  } catch {
    throw new Error('wants JSON')
  }
  const result = schema.safeParse(value)
  if (result.success) return result.data
  throw new Error(result.error.issues.map(({ path, message }) => [...path, message].join(': ')).join(', '))
}

function withoutUndefined(policy: z.infer<typeof attribution>): Partial<AttributionPolicy> {
  return Object.fromEntries(Object.entries(policy).filter(([, value]) => value !== undefined))
}
