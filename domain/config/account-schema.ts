import { accountId, bucketName, entry, flag, keyArn, list, profile, region, roleArn, section, word } from './fields.ts'

/** With the longest name prefix, every name made of it stays within what AWS allows. */
const MAX_ACCOUNT_NAME = 20

const existingBucket = entry({
  name: bucketName,
  manageNotifications: flag.default(false),
})

const regionEntry = entry({
  region,
  existingBucket: existingBucket.nullable().default(null),
  manageLogging: flag.default(true),
  keys: section({
    logs: keyArn.nullable().default(null),
    queues: keyArn.nullable().default(null),
    functionLogs: keyArn.nullable().default(null),
  }),
})

const account = entry({
  name: word(
    `a name of at most ${MAX_ACCOUNT_NAME} lower-case letters, digits and single hyphens that begins with a letter`,
    /^[a-z][a-z0-9]*(-[a-z0-9]+)*$/, MAX_ACCOUNT_NAME,
  ),
  accountId,
  primary: flag.default(false),
  profile: profile.nullable().default(null),
  roleArn: roleArn.nullable().default(null),
  externalId: word('the external id that the role asks for: 2 to 1224 of letters, digits and +=,.@:/-', /^[\w+=,.@:/-]{2,1224}$/, 1224)
    .nullable().default(null),
  regions: list(regionEntry, 'at least one region, as in [us-east-1, eu-west-1]', 1, 40),
})

export const accounts = list(account, 'at least one account', 1)
