/** Somebody who has signed in with a password, as kept between their requests. */
export interface SessionRecord {
  readonly user: string
  /** Changes with the password, so that sessions end when it does. */
  readonly passwordMark: string
  readonly signedInAtMs: number
  /** About when they were last here. */
  readonly seenAtMs: number
  readonly expiresAtMs: number
}

/** Sessions by their ids, which are secrets: whoever can read the store must not learn one. */
export interface SessionStore {
  /** Null for a session that is not there, or has expired. */
  read(id: string): Promise<SessionRecord | null>
  create(id: string, session: SessionRecord): Promise<void>
  /** Overwrites a session that is there; one that has ended meanwhile stays ended. */
  renew(id: string, session: SessionRecord): Promise<void>
  end(id: string): Promise<void>
}
