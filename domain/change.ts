/**
 * How a number differs from what it was: by percent where it was something, `new` where it was nothing and is now, `none`
 * where either is not known or both are nothing: from nothing no percentage can be told.
 */
export type Change = { readonly kind: 'percent'; readonly percent: number } | { readonly kind: 'new' } | { readonly kind: 'none' }

const NONE: Change = { kind: 'none' }

export function changeOf(now: number | null, before: number | null): Change {
  if (now === null || before === null) return NONE
  if (before === 0) return now === 0 ? NONE : { kind: 'new' }
  return { kind: 'percent', percent: ((now - before) / Math.abs(before)) * 100 }
}

/** Of amounts of money, whose difference is taken before anything is rounded. */
export function changeOfUsd(now: bigint, before: bigint): Change {
  if (before === 0n) return now === 0n ? NONE : { kind: 'new' }
  const magnitude = before < 0n ? -before : before
  // In thousandths of a percent, which is more than anybody shows.
  return { kind: 'percent', percent: Number(((now - before) * 100_000n) / magnitude) / 1000 }
}
