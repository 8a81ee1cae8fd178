/** The text that comes, in UTF-8. Rejects once it is longer than `maxBytes`. */
export async function limitedText(chunks: AsyncIterable<Uint8Array>, maxBytes: number): Promise<string> {
  const parts: Uint8Array[] = []
  let bytes = 0
  for await (const chunk of chunks) {
    bytes += chunk.length
    if (bytes > maxBytes) throw new Error(`it has more than ${maxBytes} bytes`)
    parts.push(chunk)
  }
  return Buffer.concat(parts).toString('utf8')
}
