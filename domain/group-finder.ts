import type { Bucket } from './bucket.ts'
import type { CellKey } from './cell.ts'
import { bucketKeyReader, cellKeyReader, isBucketKey, type GroupKey } from './group-keys.ts'

export type GroupValues = Readonly<Partial<Record<GroupKey, string>>>

export interface GroupFinder<G> {
  /** Finds the group of each cell of the bucket; what the cells share is looked up once. */
  inBucket(bucket: Bucket): (cell: CellKey) => G
  /** Every group found so far. */
  groups(): G[]
}

/** One group per combination of values; `create` makes it when its first cell comes. */
export function groupFinder<G>(
  groupBy: readonly GroupKey[], timeZone: string, create: (values: GroupValues) => G,
): GroupFinder<G> {
  const bucketKeys = groupBy.filter(isBucketKey)
  const cellKeys = groupBy.filter((key) => !isBucketKey(key))
  const bucketReaders = bucketKeys.map((key) => bucketKeyReader(key, timeZone))
  const cellReaders = cellKeys.map(cellKeyReader)
  const treeOrder: readonly GroupKey[] = [...bucketKeys, ...cellKeys]
  const root: Node<G> = { path: [], children: new Map(), group: null }
  const groups: G[] = []

  function groupAt(node: Node<G>): G {
    if (node.group !== null) return node.group
    const valueOf = (key: GroupKey): string => node.path[treeOrder.indexOf(key)] ?? ''
    const group = create(Object.fromEntries(groupBy.map((key) => [key, valueOf(key)])))
    groups.push(group)
    node.group = group
    return group
  }

  function inBucket(bucket: Bucket): (cell: CellKey) => G {
    let start = root
    for (const read of bucketReaders) start = childOf(start, read(bucket))
    return (cell) => {
      let node = start
      for (const read of cellReaders) node = childOf(node, read(cell))
      return groupAt(node)
    }
  }

  return { inBucket, groups: () => groups }
}

/** A tree with one level per key: no joined key text has to be built for a cell. */
interface Node<G> {
  readonly path: readonly string[]
  readonly children: Map<string, Node<G>>
  group: G | null
}

function childOf<G>(parent: Node<G>, value: string): Node<G> {
  const known = parent.children.get(value)
  if (known !== undefined) return known
  const child: Node<G> = { path: [...parent.path, value], children: new Map(), group: null }
  parent.children.set(value, child)
  return child
}
