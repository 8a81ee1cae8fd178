import t from 'tap'
import { isMet, type Finding } from './bench.ts'
import { benchPage, describeFinding, type Section } from './bench-page.ts'
import { BENCHES } from './benches.ts'
import type { Machine } from './machine.ts'

const MACHINE: Machine = {
  date: '2026-11-24', cpu: 'Some CPU', cores: 2, memoryGib: 8, system: 'Linux 6.1', node: 'v20.20.0', version: '0.1.0',
}

const MET: Finding = { name: 'a: speed', value: 612.3456, unit: 'requests/s', target: { atLeast: 500 } }
const MISSED: Finding = { name: 'a: time', value: 15, unit: 's', target: { atMost: 10 }, boundBy: 'the disk.' }
const UNBOUND: Finding = { name: 'b: writes', value: 3, unit: 'write units', target: { atMost: 0 } }
const PLAIN: Finding = { name: 'b: price', value: 0.24561, unit: '$' }

function section(name: string, findings: readonly Finding[] | null, tables: NonNullable<Section['report']>['tables'] = []): Section {
  return { bench: { name, title: `Title of ${name}`, method: `Method of ${name}.` }, report: findings && { findings, tables }, seconds: 61 }
}

t.test('the page begins with all targets, how many are met, and where the figures were taken', async (t) => {
  const page = benchPage(MACHINE, [section('a', [MET, MISSED]), section('b', [UNBOUND, PLAIN])])
  t.match(page, 'on 2026-11-24: 1 of 3 targets are met.')
  t.match(page, 'Version 0.1.0 on Node v20.20.0, Linux 6.1, Some CPU with 2 cores and 8 GiB of memory. It takes 3 minutes there')
  t.match(page, [
    '## Targets', '',
    '| Figure | Value | Target | Met |',
    '|---|---|---|---|',
    '| a: speed | 612 requests/s | at least 500 requests/s | yes |',
    '| a: time | 15 s | at most 10 s | **no**, by a factor of 1.50 |',
    '| b: writes | 3 write units | at most 0 write units | **no** |', '',
    '### What bounds those that are missed', '',
    '- a: time: the disk.',
    '- b: writes: not known.', '',
  ].join('\n'))
  t.ok(page.indexOf('## Targets') < page.indexOf('## Title of a'))
  t.notMatch(page, 'Failed')
})

t.test('a section tells how to run it, how it measures, and all it found, with its tables', async (t) => {
  const table = { title: 'Loads', header: ['Load', 'Bytes', 'USD'], rows: [['1 | 2', 1_234_567, 0.000123456]] }
  const page = benchPage(MACHINE, [section('b', [PLAIN], [table])])
  t.match(page, [
    '## Title of b', '',
    '`npm run bench -- b` (61 s). Method of b.', '',
    '| Figure | Value |',
    '|---|---|',
    '| b: price | $0.246 |', '',
    '### Loads', '',
    '| Load | Bytes | USD |',
    '|---|---|---|',
    '| 1 \\| 2 | 1,234,567 | 0.000123 |', '',
  ].join('\n'))
  t.notMatch(page, 'What bounds')
})

t.test('a bench that failed is named, and takes nothing from the others', async (t) => {
  const page = benchPage(MACHINE, [section('a', null), section('b', [MET])])
  t.match(page, '**Failed, and so without figures: `a`.**')
  t.match(page, '`npm run bench -- a` (61 s). Method of a.\n\nIt failed and gave no figures.')
  t.match(page, '1 of 1 targets are met')
})

t.test('a line for the terminal has figure, value and verdict', async (t) => {
  t.match(describeFinding(MISSED), /^a: time +15 s {2}\*\*no\*\*, by a factor of 1\.50 at most 10 s$/)
  t.match(describeFinding(PLAIN), /^b: price +\$0\.246$/)
})

t.test('a figure that is just the target meets it', async (t) => {
  t.ok(isMet({ name: '', value: 10, unit: '', target: { atMost: 10 } }))
  t.ok(isMet({ name: '', value: 10, unit: '', target: { atLeast: 10 } }))
  t.notOk(isMet({ name: '', value: 10.1, unit: '', target: { atMost: 10 } }))
  t.notOk(isMet({ name: '', value: 9.9, unit: '', target: { atLeast: 10 } }))
  t.ok(isMet({ name: '', value: 10, unit: '' }))
})

t.test('each bench has a name and a heading of its own', async (t) => {
  for (const key of ['name', 'title'] as const) t.equal(new Set(BENCHES.map((bench) => bench[key])).size, BENCHES.length)
})
