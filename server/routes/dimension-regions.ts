/** Ids of the panels of the pages about models and callers. */
export const DIMENSION_REGIONS = ['dimension-chart', 'dimension-table'] as const
