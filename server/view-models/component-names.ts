import type { CostComponent } from '../../domain/cell.ts'

/** How components of the cost read and are drawn, on every page. */
export const COMPONENT_NAMES: Readonly<Record<CostComponent, { readonly name: string; readonly color: string; readonly unit: string }>> = {
  input: { name: 'Input', color: 'c0', unit: 'token' },
  output: { name: 'Output', color: 'c2', unit: 'token' },
  cacheRead: { name: 'Cache read', color: 'c4', unit: 'token' },
  cacheWrite5m: { name: 'Cache write 5 min', color: 'c5', unit: 'token' },
  cacheWrite1h: { name: 'Cache write 1 h', color: 'c1', unit: 'token' },
  images: { name: 'Images', color: 'c3', unit: 'image' },
  queries: { name: 'Queries', color: 'c7', unit: 'query' },
}
