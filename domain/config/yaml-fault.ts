import type { ErrorCode, YAMLError } from 'yaml'

interface Fault {
  readonly message: string
  readonly remedy: string
  /** What comes after it cannot be read as it was meant. */
  readonly breaksOff: boolean
}

type Explain = (word: string, error: YAMLError) => Fault

const EXPLAIN: Readonly<Partial<Record<ErrorCode, Explain>>> = {
  DUPLICATE_KEY: (word) => ({ message: `the key ${word} stands there twice`, remedy: 'keep one of them', breaksOff: false }),
  MULTIPLE_DOCS: () => ({ message: 'a second document begins', remedy: 'take out the line --- or what follows it', breaksOff: false }),
  TAG_RESOLVE_FAILED: (word) => ({ message: `the tag ${word} has no meaning`, remedy: 'take it out', breaksOff: false }),
  BAD_DIRECTIVE: (_, { message }) => ({ message: `the directive has no meaning (${message})`, remedy: 'take it out', breaksOff: false }),
  TAB_AS_INDENT: () => ({ message: 'the line is indented by a tab', remedy: 'indent by spaces', breaksOff: true }),
  MISSING_CHAR: (_, { message }) => ({ message, remedy: 'close what was opened before', breaksOff: true }),
}

const otherwise: Explain = (_, { message }) => ({ message, remedy: 'check the indentation and the quotes around it', breaksOff: true })

/** What a fault of the YAML means for whoever wrote it; `at` is the text that it begins with. */
export function explainFault(error: YAMLError, at: string): Fault {
  const word = /^[^\s:,[\]{}]+/.exec(at)?.[0] ?? ''
  return (EXPLAIN[error.code] ?? otherwise)(word, error)
}
