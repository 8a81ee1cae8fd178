import { constants, createGunzip } from 'node:zlib'

/** Bounds what one step can unfold to: deflate packs a byte of input into at most 1032 bytes of output. */
const SLICE_BYTES = 32 * 1024
const OUTPUT_CHUNK_BYTES = 64 * 1024

export class GunzipFailed extends Error {
  readonly reason: 'truncated' | 'corrupt' | 'too_large'
  constructor(reason: GunzipFailed['reason']) {
    super(`gzip data is ${reason}`)
    this.reason = reason
  }
}

/**
 * Decompresses a gzip stream. What was decompressed is delivered before GunzipFailed is thrown, all of it where the stream
 * is cut off, and all but the last OUTPUT_CHUNK_BYTES where it is corrupt. A piped stream would drop it: hence the input is
 * fed in small slices and the output of each collected in full.
 *
 * `maxRatio` is the ratio of output to input above which a stream counts as a bomb, once it has grown to `ratioFromBytes`.
 */
export async function* gunzip(
  source: AsyncIterable<Uint8Array>,
  { maxRatio, ratioFromBytes }: { maxRatio: number; ratioFromBytes: number },
): AsyncGenerator<Uint8Array> {
  const inflater = createGunzip({ chunkSize: OUTPUT_CHUNK_BYTES })
  let produced: Uint8Array[] = []
  let failure: NodeJS.ErrnoException | null = null
  let wake = () => {}
  let bytesIn = 0
  let bytesOut = 0
  inflater.on('data', (chunk: Uint8Array) => {
    produced.push(chunk)
    bytesOut += chunk.length
  })
  inflater.on('close', () => wake())
  inflater.on('error', (error) => {
    failure = error
    wake()
  })

  const step = async (begin: () => void) => {
    await new Promise<void>((resolve) => {
      wake = resolve
      begin()
    })
    const chunks = produced
    produced = []
    return chunks
  }
  const check = () => {
    if (failure !== null) throw new GunzipFailed(failure.errno === constants.Z_BUF_ERROR ? 'truncated' : 'corrupt')
    if (bytesOut > ratioFromBytes && bytesOut > bytesIn * maxRatio) throw new GunzipFailed('too_large')
  }

  try {
    for await (const chunk of source) {
      for (let from = 0; from < chunk.length; from += SLICE_BYTES) {
        const slice = chunk.subarray(from, from + SLICE_BYTES)
        bytesIn += slice.length
        yield* await step(() => inflater.write(slice, () => wake()))
        check()
      }
    }
    yield* await step(() => inflater.end())
    check()
  } finally {
    inflater.destroy()
  }
}
