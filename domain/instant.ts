const INSTANT = /^\d{4}-\d{2}-\d{2}T\d{2}:\d{2}(?::\d{2}(?:\.\d{1,9})?)?(?:Z|[+-]\d{2}:\d{2})$/

/** Milliseconds since 1970 of an ISO 8601 instant with a zone; null for anything else. Finer digits are cut off. */
export function instantMs(text: string): number | null {
  if (!INSTANT.test(text)) return null
  const ms = Date.parse(text)
  return Number.isNaN(ms) ? null : ms
}
