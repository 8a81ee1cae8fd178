import { USAGE_EVENTS_TABLE } from './contract.ts'
import { QUERY_FUNCTIONS } from './sql-functions.ts'
import { checkTables } from './sql-tables.ts'
import { sqlOf, sqlTokens, UnreadableSql, type SqlToken } from './sql-tokens.ts'

/** A query that may not run; the message says what is wrong with it, to whoever wrote it. */
export class SqlRefused extends Error {
  override readonly name = 'SqlRefused'
}

const MAX_LENGTH = 20_000

/** What a statement may begin with. */
const STARTS = new Set(['select', 'with', 'show', 'describe', 'explain'])

/** Words that change something, reach beyond the table, or begin another statement; nothing in the event table is called so. */
const REFUSED_WORDS = new Set([
  'alter', 'analyze', 'attach', 'begin', 'call', 'checkpoint', 'comment', 'commit', 'copy', 'create', 'deallocate', 'delete', 'detach', 'drop', 'execute',
  'export', 'external', 'force', 'function', 'grant', 'import', 'insert', 'install', 'into', 'lambda', 'load', 'merge', 'msck', 'optimize', 'pivot', 'pragma',
  'prepare', 'recursive', 'refresh', 'rename', 'reset', 'revoke', 'rollback', 'set', 'start', 'summarize', 'table', 'truncate', 'unload', 'unpivot', 'update',
  'use', 'vacuum', 'window',
])

/** Words that may stand before a bracket without being a function. */
const WORDS_BEFORE_BRACKET = new Set([
  'all', 'and', 'any', 'array', 'as', 'between', 'by', 'case', 'cube', 'decimal', 'distinct', 'else', 'end', 'except', 'exists', 'filter', 'from', 'group', 'having', 'in',
  'intersect', 'interval', 'is', 'join', 'lateral', 'like', 'limit', 'materialized', 'not', 'numeric', 'on', 'or', 'over', 'partition', 'rollup', 'row', 'select', 'sets',
  'some', 'then', 'timestamp', 'time', 'union', 'using', 'values', 'varchar', 'char', 'when', 'where', 'within', 'with',
])

/**
 * The query as it may run, without comments: one statement that reads the event table and does nothing else. Only what is known
 * to be harmless passes. Throws SqlRefused before any engine has seen it.
 */
export function guardedSql(sql: string): string {
  const tokens = statement(sql)
  const first = tokens[0]
  if (first?.kind !== 'word' || !STARTS.has(first.name)) {
    throw new SqlRefused('A query begins with SELECT, WITH, SHOW, DESCRIBE or EXPLAIN.')
  }
  if (first.name === 'show' || first.name === 'describe') return helpStatement(tokens)
  const query = first.name === 'explain' ? afterExplain(tokens) : tokens
  if (query[0]?.kind !== 'word' || (query[0].name !== 'select' && query[0].name !== 'with')) throw new SqlRefused('EXPLAIN explains a SELECT or WITH here.')
  checkWords(query)
  checkFunctions(query)
  const wrong = checkTables(query)
  if (wrong !== null) throw new SqlRefused(wrong)
  return sqlOf(tokens)
}

function statement(sql: string): SqlToken[] {
  if (sql.length > MAX_LENGTH) throw new SqlRefused(`The query has ${sql.length} characters, more than ${MAX_LENGTH}.`)
  let tokens: SqlToken[]
  try {
    tokens = sqlTokens(sql)
  } catch (error) {
    if (error instanceof UnreadableSql) throw new SqlRefused(`This cannot be read: ${error.message}.`)
    throw error
  }
  const last = tokens.findLastIndex(({ text }) => text !== ';')
  const one = tokens.slice(0, last + 1)
  if (one.length === 0) throw new SqlRefused('There is no query.')
  if (one.some(({ text }) => text === ';')) throw new SqlRefused('Only one statement can run at a time.')
  return one
}

/** `SHOW TABLES`, `SHOW COLUMNS FROM usage_events`, `DESCRIBE usage_events` and no other. */
function helpStatement(tokens: readonly SqlToken[]): string {
  const text = tokens.map(({ name }) => name).join(' ')
  if (['show tables', `show columns from ${USAGE_EVENTS_TABLE}`, `show columns in ${USAGE_EVENTS_TABLE}`, `describe ${USAGE_EVENTS_TABLE}`].includes(text)) {
    return sqlOf(tokens)
  }
  throw new SqlRefused(`Only SHOW TABLES, SHOW COLUMNS FROM ${USAGE_EVENTS_TABLE} and DESCRIBE ${USAGE_EVENTS_TABLE} show something here.`)
}

function afterExplain(tokens: readonly SqlToken[]): readonly SqlToken[] {
  return tokens.slice(1)
}

function checkWords(tokens: readonly SqlToken[]): void {
  for (const [index, { kind, text, name }] of tokens.entries()) {
    if (kind !== 'word') continue
    if (REFUSED_WORDS.has(name)) throw new SqlRefused(`${text.toUpperCase()} is not allowed: queries only read. A name that is spelled so goes into double quotes.`)
    if (index > 0 && ((name === 'with' && !isTimeZone(tokens, index)) || name === 'show' || name === 'describe' || name === 'explain')) {
      throw new SqlRefused(`${text.toUpperCase()} can only stand at the beginning.`)
    }
  }
}

/** `TIMESTAMP WITH TIME ZONE` is a type. */
function isTimeZone(tokens: readonly SqlToken[], index: number): boolean {
  return tokens[index + 1]?.name === 'time' && tokens[index + 2]?.name === 'zone'
}

function checkFunctions(tokens: readonly SqlToken[]): void {
  for (const [index, { kind, text, name }] of tokens.entries()) {
    if (tokens[index + 1]?.text !== '(' || (kind !== 'word' && kind !== 'quoted')) continue
    if (kind === 'word' && WORDS_BEFORE_BRACKET.has(name)) continue
    if (QUERY_FUNCTIONS.has(name) || isColumnList(tokens, index)) continue
    throw new SqlRefused(`The function ${text} is not one that queries may call.`)
  }
}

/** `calls (a, b) AS (`, and an alias with names of columns: `AS t (a, b)`, `) t (a, b)`. */
function isColumnList(tokens: readonly SqlToken[], index: number): boolean {
  let at = index + 2
  for (; tokens[at] !== undefined && tokens[at]?.text !== ')'; at++) {
    const token = tokens[at]
    const isName = token?.kind === 'word' || token?.kind === 'quoted'
    if ((at - index) % 2 === 0 ? !isName : token?.text !== ',') return false
  }
  const isCte = tokens[at + 1]?.name === 'as' && tokens[at + 2]?.text === '('
  const isAlias = tokens[index - 1]?.name === 'as' && at > index + 2
  return isCte || isAlias
}
