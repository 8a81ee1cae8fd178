import type { Log, LogFields } from '../domain/ports.ts'

export interface JsonLogOptions {
  /** On every line. */
  readonly fields: LogFields
  readonly clock: () => number
  /** Takes one line of JSON, line feed included. */
  readonly write: (line: string) => void
}

/** One line of JSON per message; `timestamp` and `level` are what Lambda filters by. */
export function jsonLog({ fields, clock, write }: JsonLogOptions): Log {
  const log = (level: string) => (message: string, more: LogFields = {}) => {
    write(`${JSON.stringify({ timestamp: new Date(clock()).toISOString(), level, message, ...fields, ...more })}\n`)
  }
  return { info: log('INFO'), warn: log('WARN'), error: log('ERROR') }
}
