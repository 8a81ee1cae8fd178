import fc from 'fast-check'
import t from 'tap'
import { localPath } from '../../../server/auth/local-path.ts'

const HERE = 'https://usage.example.com'

t.test('whatever is asked for, a browser that is sent there stays on this server', async () => {
  const piece = fc.oneof(
    fc.constantFrom('/', '//', '\\', '.', '..', '%2f', '%5c', '@', ':', '?', '#', '\t', '\n', 'evil.example', 'https:', 'javascript:', ' ', ';'), fc.string({ maxLength: 3 }),
  )
  fc.assert(fc.property(fc.array(piece, { maxLength: 8 }), (pieces) => {
    const path = localPath(pieces.join(''))
    return path.startsWith('/') && new URL(path, `${HERE}/login`).origin === HERE && localPath(path) === path
  }))
})

t.test('what only looks like a path leads to the first page', async (t) => {
  const elsewhere = ['//evil.example', '/\\evil.example', '/.//evil.example', '/a/..//evil.example', '/%2e//evil.example', '/\t/evil.example', 'https://evil.example']
  for (const text of elsewhere) t.equal(localPath(text), '/', JSON.stringify(text))
})

t.test('a path of pages is taken as it is', async (t) => {
  for (const path of ['/', '/models', '/models?range=7d&tz=UTC', '/callers?caller=%22evil%22', '/a/b']) t.equal(localPath(path), path)
  for (const other of [null, undefined, 7, ['/a'], 'models', '/a b', '/ä', `/${'a'.repeat(5000)}`, '']) t.equal(localPath(other), '/')
})
