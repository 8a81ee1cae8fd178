import { Writable } from 'node:stream'
import Fastify from 'fastify'
import t from 'tap'
import { loggerOptions } from '../../server/logger-options.ts'

t.test('what proves who somebody is never gets into the log, even if somebody logs it', async (t) => {
  let log = ''
  const stream = new Writable({ write(chunk: Buffer, _encoding, done) {
    log += chunk.toString('utf8')
    done()
  } })
  const app = Fastify({ logger: loggerOptions({ level: 'info', stream }) })
  const headers = {
    authorization: 'Bearer s3cret', cookie: 'id=s3cret', 'x-amzn-oidc-data': 's3cret', 'cf-access-jwt-assertion': 's3cret', accept: 'text/html',
  }
  app.log.info({ headers }, 'a')
  app.log.warn({ sent: { headers, password: 's3cret' }, token: 's3cret' }, 'b')
  app.get('/', async (request) => {
    request.log.info({ req: request }, 'c')
    return 'ok'
  })
  await app.inject({ url: '/?token=s3cret', headers })
  t.notMatch(log, 's3cret')
  t.match(log, '[Redacted]')
  t.match(log, '"path":"/"')
  t.match(log, 'text/html')
})

t.test('no logger is none', async (t) => {
  t.equal(loggerOptions(false), false)
})
