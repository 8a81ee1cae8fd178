import { maySeeAllCallers, maySeeEverything, type Access } from '../domain/access.ts'
import { parseObjectKey } from '../domain/object-key.ts'
import type { Clock, Quarantine, QuarantinedLine } from '../domain/ports.ts'
import { sourceId, type Source } from '../domain/source.ts'

/** What is in quarantine of one source. */
export interface QuarantineOfSource {
  /** Null for objects whose key does not say whose they are. */
  readonly source: Source | null
  readonly objects: number
  readonly lines: number
  /** Lines by instant of their object's quarantine, UTC day by day. */
  readonly linesByDay: ReadonlyMap<string, number>
  readonly linesByReason: ReadonlyMap<string, number>
  /** The last lines quarantined, newest first. */
  readonly latest: readonly LatestLine[]
}

export interface LatestLine extends QuarantinedLine {
  readonly key: string
  readonly at: string
}

export interface QuarantineData {
  /** Nobody can tell whose calls a line is about: those of a source are for who may see all of its callers. */
  sources(access: Access): Promise<readonly QuarantineOfSource[]>
}

/** A look goes through everything in quarantine, so one answers all requests for a while. */
const LOOK_AGAIN_MS = 10_000
const LATEST_LINES = 20

export function quarantineData(quarantine: Pick<Quarantine, 'list'>, clock: Clock): QuarantineData {
  let look: Promise<QuarantineOfSource[]> | null = null
  let validUntilMs = 0

  function current(): Promise<QuarantineOfSource[]> {
    const nowMs = clock().getTime()
    if (look === null || nowMs >= validUntilMs) {
      validUntilMs = nowMs + LOOK_AGAIN_MS
      const next = lookUp(quarantine)
      look = next
      // What failed is asked again by the next request.
      next.catch(() => {
        if (look === next) look = null
      })
    }
    return look
  }

  return {
    async sources(access) {
      return (await current()).filter(({ source }) => {
        return source === null ? maySeeEverything(access) : maySeeAllCallers(access, source.accountId)
      })
    },
  }
}

interface Sums extends QuarantineOfSource {
  objects: number
  lines: number
  linesByDay: Map<string, number>
  linesByReason: Map<string, number>
  latest: LatestLine[]
}

async function lookUp(quarantine: Pick<Quarantine, 'list'>): Promise<QuarantineOfSource[]> {
  const bySource = new Map<string, Sums>()
  for await (const { key, at, lines } of quarantine.list()) {
    const source = parseObjectKey(key)
    const id = source === null ? '' : sourceId(source)
    const sums = bySource.get(id) ?? { source, objects: 0, lines: 0, linesByDay: new Map(), linesByReason: new Map(), latest: [] }
    bySource.set(id, sums)
    sums.objects += 1
    sums.lines += lines.length
    add(sums.linesByDay, at.slice(0, 10), lines.length)
    for (const { reason } of lines) add(sums.linesByReason, reason, 1)
    sums.latest = latestOf([...sums.latest, ...lines.slice(0, LATEST_LINES).map((line) => ({ key, at, ...line }))])
  }
  return [...bySource.values()]
}

/** The newest lines of all; of one object, in their order. */
export function latestOf(lines: readonly LatestLine[]): LatestLine[] {
  return lines.toSorted((a, b) => compare(b.at, a.at) || compare(a.key, b.key) || a.line - b.line).slice(0, LATEST_LINES)
}

function add(counts: Map<string, number>, key: string, count: number): void {
  counts.set(key, (counts.get(key) ?? 0) + count)
}

function compare(a: string, b: string): number {
  return a < b ? -1 : a > b ? 1 : 0
}
