import {
  type Document, isAlias, isMap, isNode, isScalar, isSeq, LineCounter, type Node, type Pair, parseDocument, Scalar, visit, type YAMLError,
} from 'yaml'
import { ConfigError, type Problem } from './config-error.ts'
import type { Path } from './finding.ts'
import { tooDeepAt } from './yaml-depth.ts'
import { explainFault } from './yaml-fault.ts'

const MAX_LENGTH = 256 * 1024
const MAX_DEPTH = 40
const MAX_ALIASES = 100

export interface Position {
  readonly line: number
  readonly column: number
}

/** A YAML text that was read as far as it could be. */
export interface YamlText {
  readonly data: unknown
  readonly problems: readonly Problem[]
  /** From here on nothing is as it was meant; null if everything is. */
  readonly brokenAt: Position | null
  /** Position of a value or, if it is not there, of what should hold it. */
  positionOf(path: Path, ofKey?: boolean): Position
  /** A scalar as it is written, quotes apart; null where there is none. */
  sourceOf(path: Path): string | null
}

/** Reads one YAML document. Throws a ConfigError if there is nothing to read, or so much that nobody can have meant it. */
export function readYaml(text: string, fileName: string): YamlText {
  if (text.length > MAX_LENGTH) {
    refuse({ line: 1, column: 1 }, `the file has ${text.length} characters`, `make it shorter than ${MAX_LENGTH}`)
  }
  const lineCounter = new LineCounter()
  const positionAt = (offset: number): Position => {
    const { line, col } = lineCounter.linePos(offset)
    return { line, column: col }
  }
  const deep = tooDeepAt(text, MAX_DEPTH)
  if (deep !== null) refuse(positionIn(text, deep), `it nests more than ${MAX_DEPTH} deep`, 'lay it out as config.example.yaml does')

  const document = parseDocument(text, { lineCounter, prettyErrors: false })
  const faults = [...document.errors, ...document.warnings].map((error) => problemOf(error))
  const broken = faults.filter(({ breaksOff }) => breaksOff).map(({ problem }) => problem).sort((a, b) => a.line - b.line)
  const problems = [
    ...faults.filter(({ breaksOff }) => !breaksOff).map(({ problem }) => problem), ...firstOfLines(broken),
    ...removeStrangeNodes(document, positionAt),
  ]
  if (document.contents === null && problems.length === 0) {
    refuse({ line: 1, column: 1 }, 'it is empty', 'copy config.example.yaml and change what differs')
  }

  function dataOf(document: Document): unknown {
    try {
      return document.toJS({ maxAliasCount: MAX_ALIASES })
    } catch {
      return refuse({ line: 1, column: 1 }, `its aliases stand for more than ${MAX_ALIASES} values`, 'write out what they stand for')
    }
  }

  function refuse(position: Position, message: string, remedy: string): never {
    throw new ConfigError(fileName, [{ ...position, message, remedy }])
  }

  function problemOf(error: YAMLError) {
    const { breaksOff, ...explained } = explainFault(error, text.slice(error.pos[0]))
    return { problem: { ...positionAt(error.pos[0]), ...explained }, breaksOff }
  }

  return {
    data: dataOf(document),
    problems,
    brokenAt: broken[0] ?? null,
    positionOf: (path, ofKey = false) => positionAt(startOf(nearestNode(document, path, ofKey))),
    sourceOf(path) {
      const node = nodeAt(document, path)
      return isScalar(node) ? node.source ?? null : null
    },
  }
}

function positionIn(text: string, offset: number): Position {
  const before = text.slice(0, offset)
  return { line: before.split('\n').length, column: offset - before.lastIndexOf('\n') }
}

/** What else is wrong in a line may well come from what is wrong in it first. */
function firstOfLines(problems: readonly Problem[]): Problem[] {
  return problems.filter(({ line }, i) => problems.findIndex((other) => other.line === line) === i)
}

/** Keys that are no plain text or mean something to JavaScript, and aliases of nothing, which are null from then on. */
function removeStrangeNodes(document: Document, positionAt: (offset: number) => Position): Problem[] {
  const problems: Problem[] = []
  visit(document, {
    Pair(_, { key }) {
      if (isScalar(key) && key.value !== '__proto__') return
      const problem = isScalar(key)
        ? { message: 'the key __proto__ is unknown', remedy: 'take it out' }
        : { message: 'a key is no plain text', remedy: 'write a word in its place' }
      problems.push({ ...positionAt(startOf(isNode(key) ? key : null)), ...problem })
      return visit.REMOVE
    },
    Alias(_, alias) {
      if (alias.resolve(document) !== undefined) return
      const message = `the alias *${alias.source} stands for nothing`
      problems.push({ ...positionAt(startOf(alias)), message, remedy: `define &${alias.source} before it` })
      const nothing = new Scalar(null)
      if (alias.range) nothing.range = alias.range
      return nothing
    },
  })
  return problems
}

function nodeAt(document: Document, path: Path): Node | null {
  let node: Node | null = document.contents
  for (const part of path) {
    node = childOf(document, node, part)
    if (node === null) return null
  }
  return node
}

/** The node of the longest beginning of a path that is there. */
function nearestNode(document: Document, path: Path, ofKey: boolean): Node | null {
  if (ofKey) {
    const holder = resolved(document, nodeAt(document, path.slice(0, -1)))
    const key = isMap(holder) ? pairOf(holder.items, path.at(-1))?.key : undefined
    if (isNode(key)) return key
  }
  for (let length = path.length; length > 0; length--) {
    const node = nodeAt(document, path.slice(0, length))
    if (node !== null) return node
  }
  return document.contents
}

function childOf(document: Document, node: Node | null, part: string | number): Node | null {
  const holder = resolved(document, node)
  const child = isMap(holder) ? pairOf(holder.items, part)?.value : isSeq(holder) ? holder.items[Number(part)] : null
  return isNode(child) ? child : null
}

/** Of keys that stand there twice the last one counts. */
function pairOf(items: readonly Pair[], key: unknown): Pair | undefined {
  return items.findLast((pair) => isScalar(pair.key) && String(pair.key.value) === String(key))
}

function resolved(document: Document, node: Node | null): Node | null {
  return isAlias(node) ? node.resolve(document) ?? null : node
}

function startOf(node: Node | null): number {
  return node?.range?.[0] ?? 0
}
