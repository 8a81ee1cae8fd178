/** A proof of who somebody is that does not hold. The message is for the log of the server and holds nothing of the proof. */
export class IdentityRefused extends Error {
  override readonly name = 'IdentityRefused'
  readonly statusCode = 401
}

/** Whether a proof holds cannot be told right now. */
export class IdentityUnknown extends Error {
  override readonly name = 'IdentityUnknown'
}
