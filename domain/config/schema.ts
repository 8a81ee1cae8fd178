import { z } from 'zod'
import { accounts } from './account-schema.ts'
import { auth, server } from './auth-schema.ts'
import { dashboard } from './dashboard-schema.ts'
import { entry, flag, word } from './fields.ts'
import { alarms, athena, attribution, exports, keys, logging, prices, retention, schedule, state } from './settings-schema.ts'

/** With the longest account name, every name made of it stays within what AWS allows. */
const MAX_NAME_PREFIX = 20

const WANTS_PREFIX =
  `at most ${MAX_NAME_PREFIX} lower-case letters, digits and single hyphens, beginning with a letter, but not with aws, amzn or sthree`
const TAG_TEXT = /^[\p{L}\p{Z}\p{N}_.:/=+@-]*$/u
const WANTS_TAG = 'a text in quotes of at most 256 letters, digits, spaces and _.:/=+-@'

/** The shape of config.yaml; each default stands here and nowhere else. Checks between its parts are in check-*.ts. */
export const configSchema = entry({
  namePrefix: word(WANTS_PREFIX, /^(?!aws|amzn|sthree)[a-z][a-z0-9]*(-[a-z0-9]+)*$/, MAX_NAME_PREFIX).min(2, WANTS_PREFIX).default('bedrock-analytics'),
  accounts,
  state,
  logging,
  schedule,
  retention,
  attribution,
  prices,
  keys,
  athena,
  alarms,
  exports,
  tags: z.record(z.string(), z.string(WANTS_TAG).max(256, WANTS_TAG).regex(TAG_TEXT, WANTS_TAG), 'a mapping of tags to texts').default({}),
  permissionsBoundary: word('path and name of a managed policy, such as boundaries/workload, not its ARN', /^[\w+=,.@-]+(\/[\w+=,.@-]+)*$/)
    .nullable().default(null),
  rolePath: word('a path with a slash at both ends, such as /analytics/', /^\/([\w+=,.@-]+\/)*$/, 128).default('/'),
  retainData: flag.default(true),
  createS3TablesCatalog: flag.default(true),
  organizationId: word('the id of an organization, such as o-a1b2c3d4e5', /^o-[a-z0-9]{10,32}$/).nullable().default(null),
  dashboard: dashboard.nullable().default(null),
  auth,
  server,
})

export type ConfigValues = z.output<typeof configSchema>

/** A configuration of which anything may be missing: what is there has the right form. */
export type Draft = Partly<z.input<typeof configSchema>>

type Partly<T> =
  T extends readonly (infer E)[] ? readonly (Partly<E> | undefined)[]
    : T extends object ? { readonly [K in keyof T]?: Partly<T[K]> | undefined }
      : T
