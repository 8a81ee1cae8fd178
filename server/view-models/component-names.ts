import type { CostComponent } from '../../domain/cell.ts'

export interface ComponentName {
  readonly name: string
  /** What it is, in a few more words. */
  readonly title: string
  readonly color: string
  readonly unit: string
}

/** How components of the cost read and are drawn, on every page. */
export const COMPONENT_NAMES: Readonly<Record<CostComponent, ComponentName>> = {
  input: { name: 'Input', title: 'Input tokens outside the cache', color: 'c0', unit: 'token' },
  output: { name: 'Output', title: 'Output tokens', color: 'c2', unit: 'token' },
  cacheRead: { name: 'Cache read', title: 'Tokens read from the cache', color: 'c4', unit: 'token' },
  cacheWrite5m: { name: 'Cache write 5 min', title: 'Tokens written to the cache for 5 minutes', color: 'c5', unit: 'token' },
  cacheWrite1h: { name: 'Cache write 1 h', title: 'Tokens written to the cache for an hour', color: 'c1', unit: 'token' },
  images: { name: 'Images', title: 'What is billed by the image', color: 'c3', unit: 'image' },
  queries: { name: 'Queries', title: 'What is billed by the query', color: 'c7', unit: 'query' },
}
