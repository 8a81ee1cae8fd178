/** An address in which every % of the path stands for something: where it does not, it stands for itself, and finds nothing. */
export function readableUrl(url: string): string {
  const path = url.split('?', 1)[0] ?? ''
  return isReadable(path) ? url : path.replaceAll('%', '%25') + url.slice(path.length)
}

function isReadable(path: string): boolean {
  try {
    decodeURIComponent(path)
    return true
  } catch {
    return false
  }
}
