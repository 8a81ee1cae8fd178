/**
 * The first of the values that is a single short word, such as `end_turn` or `FINISH`. Anything else is passed over: a
 * matched stop sequence (`<|eom|>`) is a caller's text, and texts stay where they are.
 */
export function firstCode(...values: unknown[]): string | null {
  for (const value of values) {
    if (typeof value === 'string' && /^[A-Za-z][A-Za-z_]{0,39}$/.test(value)) return value
  }
  return null
}
