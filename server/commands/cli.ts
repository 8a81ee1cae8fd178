import { parseArgs, type ParseArgsConfig } from 'node:util'

type Options = NonNullable<ParseArgsConfig['options']>

/** What is wrong with the way a command was called; printed in one line, exit code 2. */
export class UsageError extends Error {}

export interface Command<O extends Options> {
  /** As typed, e.g. `npm run report --`. */
  readonly name: string
  /** Printed by --help, below the line `Usage: …`. */
  readonly help: string
  readonly synopsis: string
  readonly options: O
  readonly positionals?: boolean
  /** Resolves to the exit code, 0 if undefined. A UsageError ends with 2, any other error with 1. */
  run(values: ReturnType<typeof parse<O>>['values'], positionals: string[]): Promise<number | void>
}

function parse<const O extends Options>(options: O, positionals: boolean, args: string[]) {
  return parseArgs({ args, options, allowPositionals: positionals, strict: true })
}

/** Runs a command with the arguments of this process and sets its exit code: 0 done, 1 failed, 2 called wrongly. */
export async function runCommand<const O extends Options>(command: Command<O>): Promise<void> {
  const args = process.argv.slice(2)
  if (args.includes('--help') || args.includes('-h')) {
    process.stdout.write(`Usage: ${command.name} ${command.synopsis}\n\n${command.help.trim()}\n`)
    return
  }
  // A reader that closes the pipe early (`| head`) has what it wanted.
  process.stdout.on('error', (error: NodeJS.ErrnoException) => {
    if (error.code === 'EPIPE') process.exit(0)
    throw error
  })
  try {
    const { values, positionals } = parse(command.options, command.positionals ?? false, args)
    process.exitCode = (await command.run(values, positionals)) ?? 0
  } catch (error) {
    const wrongCall = error instanceof UsageError || isParseArgsError(error)
    const hint = wrongCall ? `\nSee: ${command.name} --help` : ''
    process.stderr.write(`error: ${error instanceof Error ? error.message : String(error)}${hint}\n`)
    process.exitCode = wrongCall ? 2 : 1
  }
}

function isParseArgsError(error: unknown): boolean {
  return error instanceof Error && String((error as NodeJS.ErrnoException).code).startsWith('ERR_PARSE_ARGS')
}

/** An ISO 8601 instant with a zone, as Date. */
export function instantOption(name: string, value: string): Date {
  const date = new Date(value)
  const iso = /^\d{4}-\d{2}-\d{2}T\d{2}:\d{2}(:\d{2}(\.\d+)?)?(Z|[+-]\d{2}:\d{2})$/
  if (!iso.test(value) || Number.isNaN(date.getTime())) {
    throw new UsageError(`--${name} wants an instant such as 2026-07-18T00:00:00Z, not "${value}"`)
  }
  return date
}

/** A whole number of at least `min`. */
export function integerOption(name: string, value: string, min = 0): number {
  const number = Number(value)
  if (!/^\d+$/.test(value) || !Number.isSafeInteger(number) || number < min) {
    throw new UsageError(`--${name} wants a whole number of at least ${min}, not "${value}"`)
  }
  return number
}

/** One of a fixed set of words. */
export function choiceOption<const T extends string>(name: string, value: string, choices: readonly T[]): T {
  if (!choices.includes(value as T)) {
    throw new UsageError(`--${name} wants one of ${choices.join(', ')}, not "${value}"`)
  }
  return value as T
}
