import type { InvocationPosition, Invocations } from '../domain/invocation-ports.ts'
import { USAGE_EVENT_COLUMNS, type UsageEvent } from '../domain/usage-event.ts'
import { invocationsSql } from './invocations-sql.ts'
import { askOnce, type AskSql } from './sql-query.ts'
import type { TextRow } from './usage-lake.ts'

/** Single calls of the event table behind any engine that runs the SQL of invocations-sql.ts. */
export function sqlInvocations(askSql: AskSql): Invocations {
  const ask = askOnce(askSql)
  return {
    async read(query) {
      const { rows, scannedBytes } = await ask(invocationsSql(query))
      const last = rows.at(-1)
      const candidates = rows.reduce((sum, row) => sum + integer(row, 'position_rows'), 0)
      return {
        calls: rows.filter(({ place }) => place !== null && place !== undefined).map(toEvent),
        // Where fewer rows than asked for pass, there are no more.
        next: last === undefined || candidates < query.limit ? null : positionOf(last),
        scannedBytes,
      }
    },
  }
}

function positionOf(row: TextRow): InvocationPosition {
  return {
    atMs: integer(row, 'event_ms'), accountId: text(row, 'account_id'), region: text(row, 'region'), requestId: text(row, 'request_id'),
  }
}

const INSTANTS: Readonly<Record<string, string>> = { ts: 'event_ms', parsed_at: 'parsed_ms' }

function toEvent(row: TextRow): UsageEvent {
  return Object.fromEntries(USAGE_EVENT_COLUMNS.map(({ name, type, required }) => {
    if (type === 'timestamptz') return [name, new Date(integer(row, INSTANTS[name] ?? name)).toISOString()]
    if (!required && (row[name] ?? null) === null) return [name, null]
    return [name, type === 'long' ? integer(row, name) : text(row, name)]
  })) as unknown as UsageEvent
}

function integer(row: TextRow, column: string): number {
  const value = text(row, column)
  const number = Number(value)
  if (Number.isSafeInteger(number)) return number
  throw new Error(`the event table answered with ${column} = ${value}, which is no safe integer`)
}

function text(row: TextRow, column: string): string {
  const value = row[column]
  if (value === null || value === undefined) throw new Error(`the event table answered without ${column}`)
  return value
}
