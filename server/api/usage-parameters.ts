import { z } from 'zod'
import { GROUP_KEYS } from '../../domain/group-keys.ts'
import { COMPARISONS, GRANULARITIES, RELATIVE_RANGES } from '../../domain/usage-query.ts'

const DAY = String.raw`\d{4}-\d{2}-\d{2}`
const INSTANT = new RegExp(String.raw`^${DAY}(T\d{2}:\d{2}(:\d{2}(\.\d{1,3})?)?(Z|[+-]\d{2}:\d{2})?)?$`)

const edge = (what: string) => z.string().regex(INSTANT).optional()
  .describe(`${what}: a day, a local time of \`tz\` or an instant, such as 2026-07-18, 2026-07-18T09:30 or 2026-07-18T09:30Z. Hours count whole.`)

const filter = (what: string) => [z.array(z.string()).optional().describe(`Only calls ${what}.`),
  z.array(z.string()).optional().describe(`No calls ${what}.`)] as const

const [account, notAccount] = filter('of these accounts')
const [region, notRegion] = filter('from these regions')
const [model, notModel] = filter('of these models (base model ids)')
const [caller, notCaller] = filter('of these callers')

const ONE_GROUP = z.union([z.enum(GROUP_KEYS), z.string().regex(/^tag:.+$/)])

/** The parameters that pages about usage have in their addresses too, as domain/usage-query.ts reads them. */
export const USAGE_PARAMETERS = {
  range: z.enum(RELATIVE_RANGES).optional().describe('How far back, 30d by default; `mtd` and `last-month` are months of `tz`.'),
  from: edge('Instead of `range`, from here on'),
  to: edge('And up to here, exclusive'),
  tz: z.string().optional().describe('IANA time zone that days and months are cut in, UTC by default.'),
  account, 'not-account': notAccount,
  region, 'not-region': notRegion,
  model, 'not-model': notModel,
  caller, 'not-caller': notCaller,
  granularity: z.enum(GRANULARITIES).optional().describe('Of charts on pages; without effect here: group by `hour`, `day` or `month`.'),
  compare: z.enum(COMPARISONS).optional().describe('Of pages; without effect here.'),
} as const

export const GROUP_PARAMETER = {
  group: z.array(ONE_GROUP).optional().describe('One row per combination of these. Without any there is just the total.'),
} as const
