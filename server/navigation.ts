export interface NavigationEntry {
  readonly path: string
  readonly label: string
  /** Whether the page takes time range and filters along. */
  readonly isUsage: boolean
}

/** The pages that every page leads to, in this order. */
export const NAVIGATION: readonly NavigationEntry[] = [
  { path: '/', label: 'Overview', isUsage: true },
  { path: '/models', label: 'Models', isUsage: true },
  { path: '/callers', label: 'Callers', isUsage: true },
  { path: '/performance', label: 'Performance', isUsage: true },
  { path: '/errors', label: 'Errors', isUsage: true },
  { path: '/accounts', label: 'Accounts', isUsage: true },
  { path: '/pricing', label: 'Pricing', isUsage: false },
  { path: '/pipeline', label: 'Pipeline', isUsage: false },
]
