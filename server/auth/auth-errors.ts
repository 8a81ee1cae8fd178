/** Nobody is signed in, or the proof of it does not hold. */
export class SignInNeeded extends Error {
  override readonly name = 'SignInNeeded'
  readonly statusCode = 401
}

/** Whoever is signed in has no role at all, or one that does not go that far. */
export class AccessDenied extends Error {
  override readonly name = 'AccessDenied'
  readonly statusCode = 403
  readonly why: 'no-role' | 'not-admin'
  constructor(why: AccessDenied['why']) {
    super(why)
    this.why = why
  }
}

/** Who asks cannot be told right now. */
export class NotAvailable extends Error {
  override readonly name = 'NotAvailable'
  readonly statusCode = 503
}
