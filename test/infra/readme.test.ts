import { existsSync, readFileSync } from 'node:fs'
import { resolve } from 'node:path'
import t from 'tap'
import { EXAMPLE, synthesizeFile, TEST_CONFIGS } from '../fixtures/infra/synthesized.ts'

const ROOT = resolve(import.meta.dirname, '../..')
const read = (file: string) => readFileSync(resolve(ROOT, file), 'utf8')
const text = read('infra/README.md')
const all = (pattern: RegExp) => [...text.matchAll(pattern)].map(([, found = '']) => found)

t.test('commands that it names are there', async (t) => {
  const { scripts } = JSON.parse(read('package.json')) as { scripts: Record<string, string> }
  const named = new Set(all(/npm run (?:--silent )?([\w-]+)/g))
  t.ok(named.size >= 6)
  for (const name of named) t.ok(name in scripts, name)
  t.match(scripts['cdktf'], all(/npx (cdktf-cli@[\d.]+)/g)[0] ?? 'none', 'one version of the command line')
})

t.test('files that it names are there', async (t) => {
  for (const file of new Set(all(/`((?:infra|\.github)\/[\w./-]+)`/g))) t.ok(existsSync(resolve(ROOT, file)), file)
})

t.test('resources and outputs that it names are there', async (t) => {
  const stacks = [EXAMPLE, ...TEST_CONFIGS].flatMap((file) => [...synthesizeFile(file).values()])
  const addresses = new Set(stacks.flatMap(({ resource }) => {
    return Object.entries(resource).flatMap(([type, byId]) => Object.keys(byId).map((id) => `${type}.${id}`))
  }))
  const named = new Set(all(/\b(aws_\w+\.[a-z][\w-]*)/g))
  t.ok(named.size > 0)
  for (const address of named) t.ok(addresses.has(address), address)
  const outputs = new Set(all(/outputs? `([\w-]+)/g).concat(all(/`(dashboard-(?:policy|role|environment))`/g)))
  t.ok(outputs.size >= 4)
  for (const name of outputs) t.ok(stacks.some(({ output = {} }) => Object.keys(output).some((other) => other.startsWith(name))), name)
})

t.test('links within it lead somewhere', async (t) => {
  const anchors = new Set(all(/^#+ (.*)$/gm).map((heading) => heading.toLowerCase().replace(/[^\w -]/g, '').replaceAll(' ', '-')))
  for (const anchor of all(/\]\(#([^)]+)\)/g)) t.ok(anchors.has(anchor), anchor)
})

t.test('settings that it names are settings', async (t) => {
  const example = read(EXAMPLE)
  const named = new Set(all(/`([a-z]+[A-Z]\w+)(?:: [^`]+)?`/g).concat(all(/`(?:logging|retention|keys|alarms)\.(\w+)`/g)))
  const others = new Set(['errorCode'])
  t.ok(named.size >= 8)
  for (const key of named) if (!others.has(key)) t.match(example, new RegExp(`^ *#?${key}:`, 'm'), key)
})
