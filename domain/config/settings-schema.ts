import { z } from 'zod'
import { DEFAULT_ATTRIBUTION, MAX_TAG_DIMENSIONS } from '../attribution.ts'
import { ENVIRONMENTS, RUN_INTERVAL_MINUTES } from '../contract.ts'
import { EXPORT_FORMATS } from '../export-keys.ts'
import { accountId, arn, bucketName, choice, entry, feedUrl, flag, integer, keyArn, list, profile, region, roleArn, section, word } from './fields.ts'

const { 'compute-cost': COMPUTE_COST, 'parse-log': PARSE_LOG, 'sync-pricing': SYNC_PRICING, 'export-usage': EXPORT_USAGE } = ENVIRONMENTS

export const state = section({
  bucket: bucketName,
  /** The hub's home region if null. */
  region: region.nullable().default(null),
  /** The name prefix if null. */
  keyPrefix: word('a path without a slash at its ends, such as teams/analytics', /^[\w.=-]+(\/[\w.=-]+)*$/).nullable().default(null),
  profile: profile.nullable().default(null),
  roleArn: roleArn.nullable().default(null),
  kmsKeyArn: keyArn.nullable().default(null),
})

const pathOrNothing = (example: string) => word(`a path without a slash at its ends, such as ${example}`, /^([\w.=-]+(\/[\w.=-]+)*)?$/)

export const logging = section({
  prefix: pathOrNothing('bedrock/logs').default(''),
  includeText: flag.default(true),
  includeImages: flag.default(false),
  includeEmbeddings: flag.default(false),
  includeVideo: flag.default(false),
})

export const schedule = section({
  computeCostMinutes: integer(1, 60).default(RUN_INTERVAL_MINUTES['compute-cost']),
  aggregateStatsMinutes: integer(5, 24 * 60).default(RUN_INTERVAL_MINUTES['aggregate-stats']),
  syncPricing: choice('daily', 'weekly').default('daily'),
  lookBackHours: integer(2, 35 * 24).default(Number(COMPUTE_COST.LOOK_BACK_HOURS.fallback)),
})

/** Days that CloudWatch Logs keeps a log for: it takes no others. */
const LOG_DAYS = [1, 3, 5, 7, 14, 30, 60, 90, 120, 150, 180, 365, 400, 545, 731, 1096, 1827, 2192, 2557, 2922, 3288, 3653]

export const DEFAULT_INFREQUENT_ACCESS_DAYS = 30
/** Files go later than that: what is not there is written again. */
const MAX_EXPORT_LOOK_BACK_DAYS = 365
const WANTS_TRANSITION = 'a whole number of 30 to 3650 (S3 moves nothing earlier), or 0 for never'

export const retention = section({
  logsDays: integer(1, 3650).default(90),
  /** DEFAULT_INFREQUENT_ACCESS_DAYS if null and logs are kept long enough; 0 is never. */
  logsInfrequentAccessDays: z.int(WANTS_TRANSITION).refine((days) => days === 0 || days >= 30 && days <= 3650, WANTS_TRANSITION)
    .nullable().default(null),
  hourBucketsDays: integer(40, 3650).default(Number(COMPUTE_COST.HOURS_KEPT_DAYS.fallback)),
  functionLogsDays: z.literal(LOG_DAYS, `one of ${LOG_DAYS.join(', ')}`).default(30),
  queryResultsDays: integer(1, 30).default(3),
  failedRecordsDays: integer(7, 365).default(30),
  quarantineDays: integer(1, 400).default(Number(PARSE_LOG.QUARANTINE_DAYS.fallback)),
  exportsDays: integer(MAX_EXPORT_LOOK_BACK_DAYS + 1, 3650).default(1096),
})

const tagKeys = (max: number) => list(
  word('a key of the request metadata: at most 256 letters, digits, spaces and :_@$#=/+,-.', /^[a-zA-Z0-9\s:_@$#=/+,.-]+$/),
  `at most ${max} keys of the request metadata, as in [team, app]`, 0, max,
)

export const attribution = section({
  sessionRoles: list(word('the name of a role, where * stands for any text', /^[\w+=,.@*-]+$/, 64), 'names of roles', 0, 50)
    .default([...DEFAULT_ATTRIBUTION.sessionRoles]),
  ssoByUser: flag.default(DEFAULT_ATTRIBUTION.ssoByUser),
  keepIdentityArn: flag.default(DEFAULT_ATTRIBUTION.keepIdentityArn),
  tagKeys: tagKeys(20).default([...DEFAULT_ATTRIBUTION.tagKeys]),
  tagDimensions: tagKeys(MAX_TAG_DIMENSIONS).default([...DEFAULT_ATTRIBUTION.tagDimensions]),
})

export const prices = section({
  feedUrl: feedUrl.default(SYNC_PRICING.FEED_URL.fallback),
  inRegionFix: flag.default(COMPUTE_COST.IN_REGION_FIX.fallback === 'true'),
})

export const keys = section({
  events: keyArn.nullable().default(null),
  tables: keyArn.nullable().default(null),
  exports: keyArn.nullable().default(null),
})

const MIB = 1024 ** 2
export const athena = section({
  bytesScannedCutoff: integer(10 * MIB, 1024 ** 4, ' (bytes: 10 MiB to 1 TiB)').default(10 * 1024 * MIB),
})

export const alarms = section({
  enabled: flag.default(true),
  email: word('an e-mail address', /^[^\s@,;<>"]+@[^\s@,;<>"]+\.[a-z]{2,}$/i).nullable().default(null),
  topicArns: list(
    arn('sns', /[\w-]{1,256}/, 'arn:aws:sns:us-east-1:111122223333:alerts'), 'ARNs of topics', 0, 50,
  ).default([]),
})

export const exports = section({
  enabled: flag.default(false),
  format: choice(...EXPORT_FORMATS).default(EXPORT_USAGE.FORMAT.fallback),
  prefix: pathOrNothing('bedrock/usage').default(EXPORT_USAGE.PREFIX.fallback),
  lookBackDays: integer(1, MAX_EXPORT_LOOK_BACK_DAYS).default(Number(EXPORT_USAGE.LOOK_BACK_DAYS.fallback)),
  existingBucket: entry({ name: bucketName, ownerAccountId: accountId.nullable().default(null) }).nullable().default(null),
})
