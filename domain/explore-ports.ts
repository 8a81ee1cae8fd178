/** How a query fares. */
export interface QueryState {
  readonly status: 'running' | 'succeeded' | 'failed' | 'cancelled'
  /** What it read so far; null where the engine does not tell. */
  readonly scannedBytes: number | null
  /** Why it failed or was stopped, in the words of the engine; null where there is nothing to say. */
  readonly reason: string | null
}

export interface ResultColumn {
  readonly name: string
  readonly isNumber: boolean
}

export interface QueryResult {
  readonly columns: readonly ResultColumn[]
  /** Every value as text, as the engine writes it. */
  readonly rows: readonly (readonly (string | null)[])[]
  /** True where there are more rows than were asked for. */
  readonly isCut: boolean
}

/** Queries of the event table that people write. What they may hold is checked before; the engine gives them no more than reading. */
export interface EventQueries {
  /** Whether what a query reads costs money. */
  readonly isBilled: boolean
  /** Resolves to an id of the engine's. A query that takes too long is stopped. */
  start(sql: string): Promise<string>
  /** Rejects for an id that the engine does not know, or no longer. */
  state(id: string): Promise<QueryState>
  /** Rows of a query that succeeded. */
  result(id: string, limit: number): Promise<QueryResult>
  /** Does nothing to one that has ended. */
  stop(id: string): Promise<void>
}

/** One query that somebody ran. */
export interface QueryRun {
  readonly id: string
  /** Who: unique, and for people to read. */
  readonly user: string
  readonly by: string
  /** As it was written, and the hash of what was run. */
  readonly sql: string
  readonly sqlHash: string
  /** ISO. */
  readonly startedAt: string
  readonly engineId: string | null
  readonly status: QueryState['status']
  readonly endedAt: string | null
  readonly scannedBytes: number | null
  readonly reason: string | null
}

/** What people asked, each person by themselves. */
export interface QueryHistory {
  /** Records a run, unless another one of the same person is under way that began after `since` (ISO). */
  begin(run: QueryRun, since: string): Promise<'begun' | 'busy'>
  /** Replaces what is recorded of a run, and lets the person begin another one if it has ended. */
  update(run: QueryRun): Promise<void>
  find(user: string, id: string): Promise<QueryRun | null>
  /** Newest first. */
  list(user: string, limit: number): Promise<QueryRun[]>
}
