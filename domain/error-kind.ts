/** Whose fault a failed call is: there was no capacity left, the request was wrong, or the service failed. */
export const ERROR_KINDS = ['throttling', 'request', 'service', 'other'] as const
export type ErrorKind = (typeof ERROR_KINDS)[number]

/** Names without their ending: logs have them with and without `Exception`. */
const KINDS: ReadonlyMap<string, ErrorKind> = new Map([
  ...['429', 'throttling', 'throttled', 'toomanyrequests', 'requestlimitexceeded', 'servicequotaexceeded', 'modelnotready', 'slowdown']
    .map((name) => [name, 'throttling'] as const),
  ...['validation', 'accessdenied', 'resourcenotfound', 'conflict', 'unrecognizedclient', 'expiredtoken', '400', '401', '403', '404', '424']
    .map((name) => [name, 'request'] as const),
  ...['internalserver', 'internalfailure', 'serviceunavailable', 'modeltimeout', 'modelerror', 'modelstreamerror', '408', '500', '502', '503', '504']
    .map((name) => [name, 'service'] as const),
])

/** `ThrottlingException`, `throttling` and `429` are of one kind; a code that nobody knows is of `other`. */
export function errorKind(code: string): ErrorKind {
  return KINDS.get(code.toLowerCase().replace(/(exception|error)$/, '')) ?? KINDS.get(code.toLowerCase()) ?? 'other'
}
