const SOMEWHERE = 'http://local.invalid'

/** A path of this server with its query, `/` for anything else: what leads elsewhere must not look as if it came from here. */
export function localPath(text: unknown): string {
  if (typeof text !== 'string' || text.length > 4096 || !/^\/[\x21-\x5b\x5d-\x7e]*$/.test(text) || !URL.canParse(text, SOMEWHERE)) return '/'
  const { origin, pathname, search } = new URL(text, SOMEWHERE)
  return origin === SOMEWHERE && !pathname.startsWith('//') ? pathname + search : '/'
}
