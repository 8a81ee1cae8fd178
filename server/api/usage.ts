import { z } from 'zod'
import { GROUP_KEYS } from '../../domain/group-keys.ts'
import { measureJson } from '../../domain/measure-json.ts'
import { reportRows } from '../../domain/report-rows.ts'
import { parseUsageQuery } from '../../domain/usage-query.ts'
import type { UsageData } from '../usage-data.ts'
import type { ApiRoute } from './api-route.ts'
import { LISTING_PARAMETERS } from './send-listing.ts'
import { GROUP_PARAMETER, USAGE_PARAMETERS } from './usage-parameters.ts'
import { usageReport } from './usage-report.ts'
import { ABOUT_USAGE, KEYS, MEASURE_NAMES, MEASURES } from './usage-schema.ts'

/** `/usage`: the rows and the total of `npm run report`. */
export function usageRoute(data: UsageData): ApiRoute {
  return {
    path: '/usage',
    summary: 'Usage in any grouping',
    description: `Calls, tokens, cost, errors and latencies, one row per combination of \`group\`: ${GROUP_KEYS.join(', ')}, tag:<key>.
By time where there is a time among them, oldest first, then by cost. A CSV holds the rows; without a group, the total.`,
    parameters: { ...USAGE_PARAMETERS, ...GROUP_PARAMETER },
    filtersTags: true,
    row: z.object(KEYS).partial().extend(MEASURES).catchall(z.string()),
    about: { ...ABOUT_USAGE, total: z.object(MEASURES) },
    async list(request) {
      const query = parseUsageQuery(request.query, LISTING_PARAMETERS)
      const { groupBy } = query
      const { report, about } = await usageReport(data, query, groupBy, request)
      const total = measureJson(report.total)
      return {
        columns: [...groupBy, ...MEASURE_NAMES], rows: reportRows(report, groupBy) as never[], decimals: ['costUsd'],
        about: { ...about, total }, ...(groupBy.length === 0 && { csvRows: [{ ...total }] }),
      }
    },
  }
}
