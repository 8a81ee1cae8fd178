/** Panels of the pages about models and callers. */
export const DIMENSION_PANELS = { 'dimension-chart': 'Chart', 'dimension-table': 'Table' } as const
