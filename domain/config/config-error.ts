/** A mistake in a configuration file. Lines and columns count from 1. */
export interface Problem {
  readonly line: number
  readonly column: number
  readonly message: string
  readonly remedy: string
}

/** Every mistake of a configuration file, in the order of the file. */
export class ConfigError extends Error {
  readonly problems: readonly Problem[]

  constructor(fileName: string, problems: readonly Problem[]) {
    const sorted = [...problems].sort((a, b) => a.line - b.line || a.column - b.column)
    const lines = sorted.map(({ line, column, message, remedy }) => `${fileName}:${line}:${column}: ${message}; ${remedy}`)
    super(`${fileName} has ${problems.length === 1 ? 'a mistake' : `${problems.length} mistakes`}\n${lines.join('\n')}`)
    this.name = 'ConfigError'
    this.problems = sorted
  }
}
