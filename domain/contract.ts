/** Names that the programs and what deploys them must agree on. */

/** The event table, as the SQL names it; the database is part of the query's context. */
export const USAGE_EVENTS_TABLE = 'usage_events'

/** DynamoDB tables: usage buckets with what is known of their making, and price records. */
export const USAGE_STATS_TABLE = 'usage-stats'
export const MODEL_PRICING_TABLE = 'model-pricing'

/** Keys of both tables, of type S. */
export const PARTITION_KEY = 'pk'
export const SORT_KEY = 'sk'

/** Attribute of usage-stats that DynamoDB's time to live goes by: seconds since 1970, missing where an item is kept for good. */
export const EXPIRES_AT_ATTRIBUTE = 'expiresAt'
