import { USAGE_EVENTS_TABLE } from './contract.ts'
import type { SqlToken } from './sql-tokens.ts'

/** What stands between a bracket and its end, or at the top. */
interface Level {
  /** The next name is one of a table. */
  wantsTable: boolean
  /** A comma here is followed by another table. */
  isFromList: boolean
  /** FROM is part of a function's arguments: `extract(hour FROM ts)`. */
  readonly isArgument: boolean
  /** Name of the query in brackets that a WITH gives; known once it ends. */
  readonly defines: string | null
}

const ENDS_OF_FROM = new Set(['where', 'group', 'having', 'order', 'limit', 'offset', 'fetch', 'union', 'except', 'intersect', 'select', 'qualify'])
const TAKES_FROM = new Set(['extract', 'trim', 'substring', 'position'])
const HELP_TABLE = ['information_schema', 'columns']

/**
 * What is wrong with the tables that a query reads, or null. It may read the event table, the columns of the information
 * schema, and what its own WITH has defined before; no file, no table of another name, and no function in place of a table.
 */
export function checkTables(tokens: readonly SqlToken[]): string | null {
  const known = new Set<string>([USAGE_EVENTS_TABLE])
  // The queries of a WITH stand before the first SELECT that is in no brackets, and nothing after it defines a name.
  const main = mainSelect(tokens)
  const levels: Level[] = [{ wantsTable: false, isFromList: false, isArgument: false, defines: null }]
  for (let at = 0; at < tokens.length; at++) {
    const token = tokens[at]
    const level = levels.at(-1)
    if (token === undefined || level === undefined) return 'The brackets do not match.'
    const before = tokens[at - 1]
    if (token.text === '(') {
      levels.push(openedBy(level, before, at < main && levels.length === 1 ? definedAt(tokens, at) : null))
      level.wantsTable = false
    } else if (token.text === ')') {
      if (level.wantsTable || levels.length === 1) return 'The brackets do not match.'
      if (level.defines !== null) known.add(level.defines)
      levels.pop()
    } else if (level.wantsTable) {
      if (token.kind === 'word' && token.name === 'lateral') continue
      if (token.kind === 'word' && (token.name === 'select' || token.name === 'values') && before?.text === '(') {
        level.wantsTable = false
        level.isFromList = false
        continue
      }
      const end = tableAt(tokens, at, known)
      if (typeof end === 'string') return end
      at = end
      level.wantsTable = false
    } else if (token.text === ',' && level.isFromList) {
      level.wantsTable = true
    } else if (token.kind === 'word') {
      readWord(token.name, level, tokens, at)
    }
  }
  return levels.length === 1 && levels[0]?.wantsTable === false ? null : 'The query does not end.'
}

function mainSelect(tokens: readonly SqlToken[]): number {
  let depth = 0
  return tokens.findIndex(({ kind, text, name }) => {
    if (text === '(') depth += 1
    if (text === ')') depth -= 1
    return depth === 0 && kind === 'word' && name === 'select'
  })
}

function readWord(name: string, level: Level, tokens: readonly SqlToken[], at: number): void {
  if (name === 'join' || (name === 'from' && !isComparison(tokens, at) && !level.isArgument)) {
    level.wantsTable = true
    level.isFromList = true
  } else if (ENDS_OF_FROM.has(name)) level.isFromList = false
}

/** `IS DISTINCT FROM` compares. */
function isComparison(tokens: readonly SqlToken[], at: number): boolean {
  const [first, second, third] = [tokens[at - 3]?.name, tokens[at - 2]?.name, tokens[at - 1]?.name]
  return third === 'distinct' && (second === 'is' || (first === 'is' && second === 'not'))
}

function openedBy(level: Level, before: SqlToken | undefined, defines: string | null): Level {
  const isArgument = before?.kind === 'word' && TAKES_FROM.has(before.name)
  return { wantsTable: level.wantsTable, isFromList: level.wantsTable, isArgument, defines }
}

/** Name that the query in this bracket gets, where it is one of the WITH at the top. */
function definedAt(tokens: readonly SqlToken[], at: number): string | null {
  let index = at - 1
  if (tokens[index]?.name === 'materialized') index -= tokens[index - 1]?.name === 'not' ? 2 : 1
  if (tokens[index]?.name !== 'as') return null
  index -= 1
  if (tokens[index]?.text === ')') while (index > 0 && tokens[index]?.text !== '(') index -= 1
  if (tokens[index]?.text === '(') index -= 1
  const [name, lead] = [tokens[index], tokens[index - 1]]
  return (lead?.name === 'with' || lead?.text === ',') && name !== undefined ? name.name : null
}

/** Index of the last token of the table's name, or what is wrong with it. */
function tableAt(tokens: readonly SqlToken[], at: number, known: ReadonlySet<string>): number | string {
  const token = tokens[at]
  const isName = token?.kind === 'word' || token?.kind === 'quoted'
  if (token === undefined || !isName) return `${token?.text ?? 'The end'} stands where the name of a table should.`
  const next = tokens[at + 1]?.text
  if (next === '(') return token.name === 'unnest' ? at : `${token.text} is a function: queries read ${USAGE_EVENTS_TABLE}.`
  if (next === '.') {
    const isHelp = token.name === HELP_TABLE[0] && tokens[at + 2]?.name === HELP_TABLE[1] && tokens[at + 3]?.text !== '.' && tokens[at + 3]?.text !== '('
    return isHelp ? at + 2 : `${token.text}.${tokens[at + 2]?.text ?? ''} cannot be read here: the table is called ${USAGE_EVENTS_TABLE}.`
  }
  return known.has(token.name) ? at : `There is no table ${token.text} to read here: the table is called ${USAGE_EVENTS_TABLE}.`
}
