import { fork } from 'node:child_process'
import { once } from 'node:events'
import { writeFileSync } from 'node:fs'
import { resolve } from 'node:path'
import { isMet, type Bench, type BenchReport } from './bench.ts'
import { benchPage, describeFinding, type Section } from './bench-page.ts'
import { BENCHES } from './benches.ts'
import { machine } from './machine.ts'

const PAGE = resolve(import.meta.dirname, '../../BENCHMARKS.md')
const ONE_BENCH = resolve(import.meta.dirname, 'run-one.ts')

/** Runs the benches that are named, or all of them; only all of them together write the page. One that fails holds up no other. */
async function main(names: readonly string[]): Promise<void> {
  const sections: Section[] = []
  for (const bench of chosen(names)) sections.push(await runAlone(bench))
  if (names.length === 0) writeFileSync(PAGE, benchPage(machine(), sections))
  if (!sections.every(({ report }) => report?.findings.every(isMet) === true)) process.exitCode = 1
}

function chosen(names: readonly string[]): readonly Bench[] {
  const unknown = names.find((name) => !BENCHES.some((bench) => bench.name === name))
  if (unknown !== undefined) throw new Error(`There is no bench ${unknown}: name some of ${BENCHES.map(({ name }) => name).join(', ')}`)
  return names.length === 0 ? BENCHES : BENCHES.filter(({ name }) => names.includes(name))
}

/** A process of its own. */
async function runAlone(bench: Bench): Promise<Section> {
  process.stdout.write(`\n${bench.title} (${bench.name})\n`)
  const startMs = performance.now()
  const child = fork(ONE_BENCH, [bench.name])
  let report: BenchReport | null = null
  child.on('message', (message) => { report = message as BenchReport })
  const [code, signal] = await once(child, 'close') as [number | null, string | null]
  const section: Section = { bench, report, seconds: (performance.now() - startMs) / 1_000 }
  if (section.report === null) process.stderr.write(`error: ${bench.name} ended with ${code ?? signal} and gave no figures\n`)
  for (const finding of section.report?.findings ?? []) process.stdout.write(`${describeFinding(finding)}\n`)
  return section
}

await main(process.argv.slice(2))
