import type { FastifyRequest, FastifyServerOptions } from 'fastify'

type Logger = FastifyServerOptions['logger']

/** Headers that prove who somebody is, wherever an object with headers is logged. */
const SECRET_HEADERS = [
  'authorization', 'proxy-authorization', 'cookie', 'set-cookie', 'x-amzn-oidc-data', 'x-amzn-oidc-accesstoken', 'x-amzn-oidc-identity',
  'cf-access-jwt-assertion', 'x-goog-iap-jwt-assertion', 'x-pomerium-jwt-assertion', 'x-forwarded-access-token', 'x-authentik-jwt',
] as const
const SECRETS = ['password', 'secret', 'token']

/** A query may name people and a header holds secrets: neither belongs into a log. */
export function loggerOptions(logger: Logger): NonNullable<Logger> {
  if (!logger) return false
  const req = ({ id, method, url, ip }: FastifyRequest) => ({ id, method, path: url.split('?', 1)[0] ?? '', ip })
  const headers = SECRET_HEADERS.flatMap((name) => [`headers["${name}"]`, `*.headers["${name}"]`])
  const secrets = SECRETS.flatMap((name) => [name, `*.${name}`])
  return { ...(logger === true ? {} : logger), serializers: { req }, redact: [...headers, ...secrets] }
}
