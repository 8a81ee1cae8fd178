/** Whom and what a call is attributed to: how much of an identity becomes the caller, and which tags are kept. */
export interface AttributionPolicy {
  /** Roles that keep their session name as `Role/session`; `*` is a wildcard. Session names may be unbounded. */
  readonly sessionRoles: readonly string[]
  /** Name people who sign in through IAM Identity Center by their user name, not by their permission set. */
  readonly ssoByUser: boolean
  /** Keep the whole identity in `identity_arn`, so that attribution can be redone from the events. */
  readonly keepIdentityArn: boolean
  /** Keys of the request metadata that are kept. All others are dropped, values and all. */
  readonly tagKeys: readonly string[]
  /** Those of tagKeys that usage is broken down by. */
  readonly tagDimensions: readonly string[]
}

export const MAX_TAG_DIMENSIONS = 3

export const DEFAULT_ATTRIBUTION: AttributionPolicy = {
  sessionRoles: [],
  ssoByUser: true,
  keepIdentityArn: true,
  tagKeys: [],
  tagDimensions: [],
}

/** The default policy with changes. Throws a RangeError that says what is wrong with them. */
export function attributionPolicy(changes: Partial<AttributionPolicy>): AttributionPolicy {
  const policy = { ...DEFAULT_ATTRIBUTION, ...changes }
  const { tagKeys, tagDimensions } = policy
  if (tagDimensions.length > MAX_TAG_DIMENSIONS) {
    throw new RangeError(`at most ${MAX_TAG_DIMENSIONS} tag dimensions are possible, not ${tagDimensions.length}`)
  }
  const stray = tagDimensions.find((key) => !tagKeys.includes(key))
  if (stray !== undefined) throw new RangeError(`tag dimension "${stray}" is not among the tag keys`)
  for (const keys of [tagKeys, tagDimensions]) {
    const double = keys.find((key, i) => keys.indexOf(key) !== i)
    if (double !== undefined) throw new RangeError(`tag key "${double}" stands there twice`)
  }
  return policy
}
