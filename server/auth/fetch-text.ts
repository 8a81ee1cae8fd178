export type Fetch = typeof fetch

const TIMEOUT_MS = 5_000
const MAX_CHARACTERS = 512 * 1024

/** The text at an address. Rejects if there is none within five seconds, and with NotFound if the address holds nothing. */
export async function fetchText(fetch: Fetch, url: string): Promise<string> {
  const response = await fetch(url, { redirect: 'error', signal: AbortSignal.timeout(TIMEOUT_MS), headers: { accept: '*/*' } })
  if (response.status === 403 || response.status === 404) throw new NotFound(`${url} answers ${response.status}`)
  if (response.status !== 200) throw new Error(`${url} answers ${response.status}`)
  const text = await response.text()
  if (text.length > MAX_CHARACTERS) throw new Error(`${url} answers with ${text.length} characters`)
  return text
}

export class NotFound extends Error {}
