import type { RouteAccess } from './auth/add-auth.ts'

export interface NavigationEntry {
  readonly path: string
  readonly label: string
  /** Whether the page takes time range and filters along. */
  readonly isUsage: boolean
  /** Whom the page is for, as its route says; it leads there those only who may open it. */
  readonly access: RouteAccess
}

/** What somebody used themselves: the page for those without a role. */
export const OWN_USAGE: NavigationEntry = { path: '/me', label: 'My usage', isUsage: false, access: 'self' }

/** The pages that every page leads to, in this order. */
export const NAVIGATION: readonly NavigationEntry[] = [
  { path: '/', label: 'Overview', isUsage: true, access: 'viewer' },
  { path: '/models', label: 'Models', isUsage: true, access: 'viewer' },
  { path: '/callers', label: 'Callers', isUsage: true, access: 'viewer' },
  { path: '/performance', label: 'Performance', isUsage: true, access: 'viewer' },
  { path: '/errors', label: 'Errors', isUsage: true, access: 'viewer' },
  { path: '/accounts', label: 'Accounts', isUsage: true, access: 'viewer' },
  { path: '/invocations', label: 'Invocations', isUsage: true, access: 'viewer' },
  { path: '/pricing', label: 'Pricing', isUsage: false, access: 'viewer' },
  { path: '/pipeline', label: 'Pipeline', isUsage: false, access: 'viewer' },
  { path: '/explore', label: 'Explore', isUsage: false, access: 'admin' },
  OWN_USAGE,
]
