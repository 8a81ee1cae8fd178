/** Somebody who has proven who they are. */
export interface Identity {
  /** Stable at whoever vouches for it (`sub` of a token). */
  readonly subject: string
  /** Who vouches: the issuer of a token, or the mode that has none. A subject is unique with it only. */
  readonly issuer: string
  /** For people. */
  readonly name: string
  /** Lower case; null where unknown. */
  readonly email: string | null
  readonly groups: readonly string[]
  /** When the proof ends, in milliseconds since 1970; null where it holds for this request and says nothing of later ones. */
  readonly expiresAtMs: number | null
}

/** Names somebody in logs of changes: the e-mail address where there is one. */
export function actorName({ email, name }: Identity): string {
  return email ?? name
}

/** Names somebody in keys: no issuer and subject pass for another pair. */
export function identityKey({ issuer, subject }: Pick<Identity, 'issuer' | 'subject'>): string {
  return `${encodeURIComponent(issuer)}#${encodeURIComponent(subject)}`
}
