import { isMet, type Bench, type BenchReport, type BenchTable, type Finding, type Target } from './bench.ts'
import type { Machine } from './machine.ts'

export interface Section {
  readonly bench: Pick<Bench, 'name' | 'title' | 'method'>
  /** Null if the bench failed. */
  readonly report: BenchReport | null
  readonly seconds: number
}

/** BENCHMARKS.md: first all targets, then what each bench did and found. */
export function benchPage(machine: Machine, sections: readonly Section[]): string {
  const findings = sections.flatMap(({ report }) => report?.findings ?? []).filter(({ target }) => target !== undefined)
  const missed = findings.filter((finding) => !isMet(finding))
  const failed = sections.filter(({ report }) => report === null).map(({ bench }) => `\`${bench.name}\``)
  return [
    '# Benchmarks',
    `Written by \`npm run bench\` on ${machine.date}: ${findings.length - missed.length} of ${findings.length} targets are met.`,
    `Version ${machine.version} on Node ${machine.node}, ${machine.system}, ${machine.cpu} with ${machine.cores} cores and ${machine.memoryGib} GiB of memory. `
      + `It takes ${Math.ceil(sections.reduce((sum, { seconds }) => sum + seconds, 0) / 60)} minutes there; \`npm run bench -- NAME\` runs a part and leaves this page as it is.`,
    ...failed.length === 0 ? [] : [`**Failed, and so without figures: ${failed.join(', ')}.**`],
    '## Targets',
    markdownTable({ header: ['Figure', 'Value', 'Target', 'Met'], rows: findings.map(targetRow) }),
    ...missed.length === 0 ? [] : ['### What bounds those that are missed', missed.map(boundLine).join('\n')],
    ...sections.map(sectionText),
  ].join('\n\n') + '\n'
}

/** One line for a terminal. */
export function describeFinding(finding: Finding): string {
  const verdict = finding.target === undefined ? '' : `  ${metText(finding)} ${targetText(finding.target, finding.unit)}`
  return `${finding.name.padEnd(90)} ${withUnit(finding.value, finding.unit).padStart(16)}${verdict}`
}

function sectionText({ bench, report, seconds }: Section): string {
  const head = [`## ${bench.title}`, `\`npm run bench -- ${bench.name}\` (${Math.ceil(seconds)} s). ${bench.method}`]
  if (report === null) return [...head, 'It failed and gave no figures.'].join('\n\n')
  return [
    ...head,
    markdownTable({ header: ['Figure', 'Value'], rows: report.findings.map(({ name, value, unit }) => [name, withUnit(value, unit)]) }),
    ...(report.tables ?? []).flatMap((table) => [`### ${table.title}`, markdownTable(table)]),
  ].join('\n\n')
}

function targetRow(finding: Finding): string[] {
  const { name, value, unit, target } = finding
  return [name, withUnit(value, unit), target === undefined ? '' : targetText(target, unit), metText(finding)]
}

/** The factor is what the figure must still be divided or multiplied by. */
function metText(finding: Finding): string {
  const { value, target } = finding
  if (target === undefined) return ''
  if (isMet(finding)) return 'yes'
  const factor = 'atMost' in target ? value / target.atMost : target.atLeast / value
  if (!Number.isFinite(factor)) return '**no**'
  return `**no**, by a factor of ${factor.toFixed(2)}`
}

function targetText(target: Target, unit: string): string {
  return 'atMost' in target ? `at most ${withUnit(target.atMost, unit)}` : `at least ${withUnit(target.atLeast, unit)}`
}

function boundLine({ name, boundBy }: Finding): string {
  return `- ${name}: ${boundBy ?? 'not known.'}`
}

function markdownTable({ header, rows }: Pick<BenchTable, 'header' | 'rows'>): string {
  const line = (cells: readonly (string | number)[]) => `| ${cells.map(cellText).join(' | ')} |`
  return [line(header), `|${header.map(() => '---|').join('')}`, ...rows.map(line)].join('\n')
}

function cellText(cell: string | number): string {
  return (typeof cell === 'number' ? figureText(cell) : cell).replaceAll('|', '\\|')
}

function withUnit(value: number, unit: string): string {
  if (unit === '$') return `$${figureText(value)}`
  return `${figureText(value)} ${unit}`.trim()
}

/** Three digits that count; whole numbers of four and more digits in full. */
function figureText(value: number): string {
  if (Number.isInteger(value) || Math.abs(value) >= 1_000) return Math.round(value).toLocaleString('en-US')
  return Number(value.toPrecision(3)).toString()
}
