/** A piece of SQL. Words stand for themselves whatever their case; a name in quotes is never a keyword. */
export interface SqlToken {
  readonly kind: 'word' | 'quoted' | 'text' | 'number' | 'sign'
  /** As it was written, quotes included. */
  readonly text: string
  /** Of a word or a name in quotes, in lower case and without quotes; else the same as `text`. */
  readonly name: string
  /** Whether a space, a line's end or a comment stands before it. */
  readonly isApart: boolean
}

/** SQL that cannot be cut into pieces the same way by every engine. */
export class UnreadableSql extends Error {
  override readonly name = 'UnreadableSql'
}

const SPACE = /[ \t\r\n]+/y
const LINE_COMMENT = /--[^\r\n]*/y
const WORD = /[A-Za-z_][A-Za-z0-9_]*/y
const NUMBER = /\d+(?:\.\d+)?(?:[eE][+-]?\d+)?|\.\d+/y
const TEXT = /'(?:[^']|'')*'/y
const QUOTED = /"(?:[^"]|"")*"/y
const SIGN = /::|<=|>=|<>|!=|\|\||->|[-+*/%<>=(),.;[\]]/y

/**
 * Cuts SQL into pieces, comments left out. Engines differ in what they take for a comment, an escape or a quote: whatever is
 * not read alike by all of them is refused, and what is run is put together from the pieces.
 */
export function sqlTokens(sql: string): SqlToken[] {
  const tokens: SqlToken[] = []
  let at = 0
  let isApart = false
  const add = (token: Omit<SqlToken, 'isApart'>) => {
    tokens.push({ ...token, isApart })
    isApart = false
  }
  const match = (pattern: RegExp) => {
    pattern.lastIndex = at
    const found = pattern.exec(sql)?.[0]
    if (found !== undefined) at += found.length
    return found
  }
  while (at < sql.length) {
    if (match(SPACE) !== undefined || match(LINE_COMMENT) !== undefined) {
      isApart = true
      continue
    }
    if (sql.startsWith('/*', at)) {
      at = endOfComment(sql, at)
      isApart = true
      continue
    }
    const before = sql[at - 1] ?? ''
    if (sql[at] === "'" && /[A-Za-z0-9_&"']/.test(before)) throw new UnreadableSql(`a text cannot follow ${before} at once: put a space between them`)
    const word = match(WORD)
    if (word !== undefined) {
      add({ kind: 'word', text: word, name: word.toLowerCase() })
      continue
    }
    const number = match(NUMBER)
    if (number !== undefined) {
      add({ kind: 'number', text: number, name: number })
      continue
    }
    add(quotedOrSign(match, sql, at))
  }
  return tokens
}

function quotedOrSign(match: (pattern: RegExp) => string | undefined, sql: string, at: number): Omit<SqlToken, 'isApart'> {
  const text = match(TEXT)
  if (text !== undefined) return { kind: 'text', text, name: text }
  const quoted = match(QUOTED)
  if (quoted !== undefined) return { kind: 'quoted', text: quoted, name: quoted.slice(1, -1).replaceAll('""', '"').toLowerCase() }
  const sign = match(SIGN)
  if (sign !== undefined) return { kind: 'sign', text: sign, name: sign }
  const character = sql.slice(at, at + 1)
  if (character === "'" || character === '"') throw new UnreadableSql(`${character === "'" ? 'a text' : 'a name'} in quotes does not end`)
  throw new UnreadableSql(`the character ${character} has no place outside quotes`)
}

/** Some engines let comments hold comments, some do not. */
function endOfComment(sql: string, at: number): number {
  const end = sql.indexOf('*/', at + 2)
  if (end === -1) throw new UnreadableSql('a comment does not end')
  if (sql.slice(at + 2, end).includes('/*')) throw new UnreadableSql('a comment cannot hold another one')
  return end + 2
}

/** The pieces as SQL again, with one space wherever something was left out. */
export function sqlOf(tokens: readonly SqlToken[]): string {
  return tokens.map(({ text, isApart }, index) => (isApart && index > 0 ? ` ${text}` : text)).join('')
}
