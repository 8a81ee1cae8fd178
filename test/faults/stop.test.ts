import { Readable } from 'node:stream'
import t from 'tap'
import { closeInTime } from '../../server/close-in-time.ts'
import { appOf, storeWithUsage } from '../fixtures/app.ts'
import { portOf, send, statusOf } from '../fixtures/raw-http.ts'

const PUBLIC = { config: { access: 'public' } } as const
const GET = (path: string) => `GET ${path} HTTP/1.1\r\nHost: a\r\n\r\n`

/** An export that sends its first line at once, and the rest when it is let go. */
async function exporting() {
  const app = await appOf(await storeWithUsage())
  let letGo = () => {}
  const rest = new Promise<string>((resolve) => {
    letGo = () => resolve('last line\n')
  })
  async function* lines() {
    yield 'first line\n'
    yield await rest
  }
  app.get('/slow.csv', PUBLIC, (_request, reply) => reply.type('text/csv').send(Readable.from(lines())))
  return { app, letGo }
}

function firstByte({ socket }: ReturnType<typeof send>): Promise<void> {
  return new Promise((resolve) => socket.once('data', () => resolve()))
}

t.test('F19: asked to stop in the middle of an export, the server takes nothing new and sends it to its end', async (t) => {
  const { app, letGo } = await exporting()
  const port = await portOf(t, app)
  const download = send(port, GET('/slow.csv'))
  await firstByte(download)
  const stopped = closeInTime(app, 60_000)
  await new Promise((resolve) => setImmediate(resolve))
  t.equal(await send(port, GET('/healthz')).answer, '', 'a new connection is refused')
  letGo()
  t.match(await download.answer, /^HTTP\/1\.1 200 [\s\S]*first line[\s\S]*last line\n/)
  await t.resolves(stopped)
})

t.test('F19: an export that does not end in time is cut off, which its reader can tell, and the server stops', async (t) => {
  const { app } = await exporting()
  const download = send(await portOf(t, app), GET('/slow.csv'))
  await firstByte(download)
  await t.resolves(closeInTime(app, 50))
  const answer = await download.answer
  t.equal(statusOf(answer), 200)
  t.notMatch(answer, /\r\n0\r\n\r\n$/, 'without the mark of its end')
})

t.test('F19: a connection that stays open is told that the server stops', async (t) => {
  const { app, letGo } = await exporting()
  const port = await portOf(t, app)
  const download = send(port, GET('/slow.csv'))
  await firstByte(download)
  const stopped = closeInTime(app, 60_000)
  await new Promise((resolve) => setImmediate(resolve))
  download.socket.write(GET('/readyz'))
  letGo()
  t.match(await download.answer, /last line[\s\S]*HTTP\/1\.1 503 /)
  await stopped
})
