import { gzipSync } from 'node:zlib'
import fc from 'fast-check'
import t from 'tap'
import { readLines, type LineLimits } from '../../adapters/lines.ts'
import { ObjectUnreadable } from '../../domain/ports.ts'

interface Read {
  texts: string[]
  numbers: number[]
  failure: unknown
}

async function* chunks(bytes: Uint8Array, size: number): AsyncGenerator<Uint8Array> {
  for (let from = 0; from < bytes.length; from += size) yield bytes.subarray(from, from + size)
}

async function read(bytes: Uint8Array, limits: Partial<LineLimits> = {}, size = 64 * 1024): Promise<Read> {
  const result: Read = { texts: [], numbers: [], failure: null }
  try {
    for await (const batch of readLines(chunks(bytes, size), limits)) {
      for (const line of batch) {
        result.texts.push(Buffer.from(line.latin1, 'latin1').toString())
        result.numbers.push(line.number)
      }
    }
  } catch (error) {
    result.failure = error
  }
  return result
}

/** Lines that hardly compress. */
function noise(count: number): string[] {
  return Array.from({ length: count }, (_, i) => `{"n":${i},"x":"${Math.sin(i)}"}`)
}

t.test('lines end at line feeds and nowhere else', async (t) => {
  const lines = ['a', '', 'b\r', 'c\u2028d\u2029e\u0085f', '\u000bg\u000c', 'last']
  for (const [name, bytes] of [['plain', Buffer.from(lines.join('\n'))], ['gzip', gzipSync(lines.join('\n'))]] as const) {
    const { texts, numbers, failure } = await read(bytes)
    t.equal(failure, null, name)
    t.same(texts, lines, name)
    t.same(numbers, [1, 2, 3, 4, 5, 6], name)
  }
  t.same((await read(Buffer.from('a\nb\n'))).texts, ['a', 'b'], 'a line feed at the end begins no line')
  t.same((await read(Buffer.alloc(0))).texts, [])
  t.same((await read(gzipSync(''))).texts, [])
})

t.test('however the bytes arrive, the lines are the same', async (t) => {
  const text = fc.array(fc.string({ maxLength: 30 }).map((line) => line.replaceAll('\n', ' ')), { maxLength: 20 })
  await fc.assert(fc.asyncProperty(text, fc.integer({ min: 1, max: 50 }), fc.boolean(), async (lines, size, zipped) => {
    const plain = Buffer.from(lines.map((line) => `${line}\n`).join(''))
    const { texts, failure } = await read(zipped ? gzipSync(plain) : plain, {}, size)
    return failure === null && JSON.stringify(texts) === JSON.stringify(lines)
  }), { numRuns: 150 })
  t.pass()
})

t.test('gzip may come in several members', async (t) => {
  t.same((await read(Buffer.concat([gzipSync('a\nb'), gzipSync('c\nd\n')]))).texts, ['a', 'bc', 'd'])
})

t.test('an object that ends too early gives its whole lines first', async (t) => {
  const lines = noise(5000)
  const zipped = gzipSync(lines.join('\n'))
  for (const cut of [1, 9, 1000, zipped.length - 30]) {
    const { texts, failure } = await read(zipped.subarray(0, zipped.length - cut))
    t.same(texts, lines.slice(0, texts.length))
    t.match(failure, { name: 'ObjectUnreadable', reason: 'truncated', line: texts.length + 1 })
    if (cut < 1000) t.ok(texts.length > 4900, `${texts.length} lines with ${cut} bytes cut off`)
  }
})

t.test('a corrupt object says so, after lines that were there', async (t) => {
  const lines = noise(5000)
  const zipped = gzipSync(lines.join('\n'))
  const flipped = Buffer.from(zipped)
  flipped.writeUInt8(flipped.readUInt8(flipped.length - 6) ^ 0xff, flipped.length - 6)
  for (const bytes of [flipped, Buffer.concat([zipped, Buffer.from('garbage')])]) {
    const { texts, failure } = await read(bytes)
    t.same(texts, lines.slice(0, texts.length))
    t.ok(texts.length > 2000, `${texts.length} lines`)
    t.match(failure, { name: 'ObjectUnreadable', reason: 'corrupt', line: texts.length + 1 })
  }
  t.match((await read(Buffer.from([0x1f, 0x8b, 0x63, 0x00, 0x01]))).failure, { reason: 'corrupt', line: 1 })
})

t.test('what grows beyond bounds is given up', async (t) => {
  const lines = noise(5000)
  const zipped = gzipSync(lines.join('\n'))
  const tooLarge = { name: 'ObjectUnreadable', reason: 'too_large' }
  t.match((await read(zipped, { maxBytes: 100_000 })).failure, tooLarge)
  t.match((await read(Buffer.from('a\nb\nxxxxxxxxxx\nc'), { maxLineBytes: 5 })).failure, { ...tooLarge, line: 3 })
  t.same((await read(Buffer.from('a\nb\nxxxxxxxxxx\nc'), { maxLineBytes: 5 })).texts, ['a', 'b'])
  t.match((await read(Buffer.from(`a\n${'x'.repeat(100)}`), { maxLineBytes: 50 }, 10)).failure, { ...tooLarge, line: 2 })
  const bomb = gzipSync(Buffer.alloc(4_000_000))
  t.match((await read(bomb, { ratioFromBytes: 1_000_000 })).failure, tooLarge)
  t.equal((await read(bomb, { ratioFromBytes: 1_000_000, maxRatio: 2000 })).failure, null)
  t.equal((await read(gzipSync(Buffer.from('{"a":1}\n'.repeat(200_000))), { ratioFromBytes: 0 })).failure, null, 'equal lines are no bomb')
})

t.test('no message holds anything of a line', async (t) => {
  const { failure } = await read(gzipSync(`CANARY ${'x'.repeat(100)}`), { maxLineBytes: 50 })
  t.ok(failure instanceof ObjectUnreadable)
  t.notMatch(String(failure), /CANARY/)
})

t.test('errors of the source pass through, and it is closed when nobody reads on', async (t) => {
  const closed: string[] = []
  async function* failing(): AsyncGenerator<Uint8Array> {
    try {
      yield Buffer.from('a\nb\n')
      throw new Error('connection lost')
    } finally {
      closed.push('failing')
    }
  }
  await t.rejects(async () => { for await (const lines of readLines(failing())) t.equal(lines.length, 2) }, /connection lost/)
  for await (const lines of readLines(failing())) {
    t.equal(lines.length, 2)
    break
  }
  t.same(closed, ['failing', 'failing'])
})
