/** The known word that somebody most likely meant; null if none is near. */
export function suggest(word: string, known: readonly string[]): string | null {
  const given = plain(word)
  const ranked = known
    .map((candidate) => ({ candidate, distance: nearness(given, plain(candidate)) }))
    .sort((a, b) => a.distance - b.distance)
  const best = ranked[0]
  return best !== undefined && best.distance <= Math.max(2, Math.floor(given.length / 3)) ? best.candidate : null
}

/** `retain_data` and `retainData` are the same word. */
function plain(word: string): string {
  return word.toLowerCase().replaceAll(/[_\s-]/g, '')
}

/** A word that holds the other one whole counts as near, though longer. */
function nearness(a: string, b: string): number {
  const holds = Math.min(a.length, b.length) >= 2 && (a.includes(b) || b.includes(a))
  return holds ? Math.min(2, distance(a, b)) : distance(a, b)
}

/** Fewest insertions, deletions, replacements and swaps of neighbours between two words. */
function distance(a: string, b: string): number {
  let before: number[] = []
  let last = Array.from({ length: b.length + 1 }, (_, j) => j)
  for (let i = 1; i <= a.length; i++) {
    const row = [i]
    for (let j = 1; j <= b.length; j++) {
      const same = a[i - 1] === b[j - 1] ? 0 : 1
      const swapped = i > 1 && j > 1 && a[i - 1] === b[j - 2] && a[i - 2] === b[j - 1]
      row.push(Math.min(last[j]! + 1, row[j - 1]! + 1, last[j - 1]! + same, swapped ? before[j - 2]! + 1 : Infinity))
    }
    before = last
    last = row
  }
  return last[b.length]!
}
