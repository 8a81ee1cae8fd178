import { Lexer, Parser } from 'yaml'

/**
 * Where a YAML text nests deeper than `limit`, as an offset; null if nowhere. It is found without recursion: the parser
 * proper takes the whole process down on a text that nests thousands deep.
 */
export function tooDeepAt(text: string, limit: number): number | null {
  const parser = new Parser()
  for (const lexeme of new Lexer().lex(text)) {
    // What it yields is of no interest here, but it goes on only as that is taken.
    Array.from(parser.next(lexeme))
    if (parser.stack.length > limit) return parser.offset
  }
  return null
}
