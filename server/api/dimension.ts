import { z } from 'zod'
import type { GroupKey } from '../../domain/group-keys.ts'
import { measureDetail } from '../../domain/measure-detail.ts'
import type { Report } from '../../domain/report.ts'
import { parseUsageQuery } from '../../domain/usage-query.ts'
import type { UsageData } from '../usage-data.ts'
import { modelNames } from '../view-models/model-names.ts'
import type { ApiRoute } from './api-route.ts'
import type { ApiRow } from './listing.ts'
import { LISTING_PARAMETERS } from './send-listing.ts'
import { GROUP_PARAMETER, USAGE_PARAMETERS } from './usage-parameters.ts'
import { usageReport } from './usage-report.ts'
import { ABOUT_USAGE, DETAIL_DECIMALS, DETAIL_NAMES, KEYS, MEASURES_IN_DETAIL } from './usage-schema.ts'

/** `/models`: what each model cost, and what for. */
export function modelsRoute(data: UsageData): ApiRoute {
  return dimensionRoute(data, 'model', 'Models', { name: z.string().describe('For people') }, ({ rows }) => {
    const names = modelNames(rows.map(({ keys }) => keys.model ?? ''))
    return ({ model }) => ({ name: names.get(String(model)) ?? String(model) })
  })
}

/** `/callers`: who spent how much, and what for. */
export function callersRoute(data: UsageData): ApiRoute {
  return dimensionRoute(data, 'caller', 'Callers', {}, () => () => ({}))
}

/** What a row has besides its keys and measures. */
type Extras = (report: Report) => (keys: ApiRow) => ApiRow

function dimensionRoute(data: UsageData, key: 'model' | 'caller', summary: string, extra: z.ZodRawShape, extrasOf: Extras): ApiRoute {
  return {
    path: `/${key}s`,
    summary,
    description: `One row for each ${key}, or for each combination of it with the keys in \`group\`, with the cost by what it is for.`,
    parameters: { ...USAGE_PARAMETERS, ...GROUP_PARAMETER },
    filtersTags: true,
    row: z.object(KEYS).partial().extend({ [key]: z.string(), ...extra, ...MEASURES_IN_DETAIL }).catchall(z.string()),
    about: { ...ABOUT_USAGE, total: z.object(MEASURES_IN_DETAIL) },
    async list(request) {
      const query = parseUsageQuery(request.query, LISTING_PARAMETERS)
      const groupBy: GroupKey[] = [key, ...query.groupBy.filter((one) => one !== key)]
      const { report, about } = await usageReport(data, query, groupBy, request)
      const extras = extrasOf(report)
      return {
        columns: [...groupBy, ...Object.keys(extra), ...DETAIL_NAMES], decimals: DETAIL_DECIMALS,
        rows: report.rows.map((row) => {
          const keys = Object.fromEntries(groupBy.map((one) => [one, row.keys[one] ?? '']))
          return { ...keys, ...extras(keys), ...measureDetail(row) }
        }),
        about: { ...about, total: measureDetail(report.total) },
      }
    },
  }
}
