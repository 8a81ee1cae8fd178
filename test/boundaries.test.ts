import { readdirSync, readFileSync, statSync } from 'node:fs'
import { dirname, join, relative, resolve } from 'node:path'
import t from 'tap'

const ROOT = resolve(import.meta.dirname, '..')

/** What the files of a folder may import of the project, by path prefix, and whether they may import packages. */
const RULES: Record<string, { project: string[]; packages: RegExp }> = {
  domain: { project: ['domain/'], packages: /^(zod|yaml)$/ },
  adapters: { project: ['domain/', 'adapters/'], packages: /./ },
  functions: { project: ['domain/', 'functions/'], packages: /^(?!fastify|@fastify|eta|cdktf)/ },
  'server/commands': { project: ['domain/', 'functions/', 'adapters/', 'server/'], packages: /./ },
  server: { project: ['domain/', 'functions/', 'adapters/open-ports.ts', 'server/'], packages: /^(?!@aws-sdk|cdktf)/ },
  infra: { project: ['domain/contract.ts', 'domain/config', 'domain/parse-config.ts', 'infra/'], packages: /./ },
  test: { project: ['domain/', 'functions/', 'adapters/', 'server/', 'infra/', 'test/'], packages: /./ },
}

function* sources(folder: string): Generator<string> {
  for (const name of readdirSync(folder).sort()) {
    const path = join(folder, name)
    if (statSync(path).isDirectory()) yield* sources(path)
    else if (path.endsWith('.ts')) yield relative(ROOT, path)
  }
}

function importsOf(file: string): string[] {
  return [...codeOf(file).matchAll(/(?<!')\b(?:from|import)\s*\(?\s*'([^']+)'/g)].map((match) => match[1] ?? '')
}

/** The text of a file without its comments. */
function codeOf(file: string): string {
  return readFileSync(join(ROOT, file), 'utf8').replace(/\/\*[\s\S]*?\*\//g, '').replace(/^\s*\/\/.*$/gm, '')
}

/** Handlers bring use cases and adapters together. */
const HANDLER_RULE = { project: ['domain/', 'functions/', 'adapters/'], packages: /^zod$/ }

function ruleOf(file: string) {
  if (/^functions\/[^/]+\.lambda\.ts$/.test(file)) return { folder: 'functions', ...HANDLER_RULE }
  const folder = Object.keys(RULES).sort((a, b) => b.length - a.length).find((name) => file.startsWith(`${name}/`))
  if (folder === undefined) throw new Error(`${file} lies in no known folder`)
  return { folder, ...RULES[folder]! }
}

function violations(file: string): string[] {
  const rule = ruleOf(file)
  return importsOf(file).filter((target) => {
    if (!target.startsWith('.')) return !rule.packages.test(target)
    const path = relative(ROOT, resolve(ROOT, dirname(file), target))
    return !rule.project.some((prefix) => path.startsWith(prefix))
  }).map((target) => `${file} imports ${target}`)
}

const folders = ['domain', 'adapters', 'functions', 'server', 'infra', 'test'].filter((name) => {
  return statSync(join(ROOT, name), { throwIfNoEntry: false })?.isDirectory()
})

t.test('every file imports only what its folder may', async (t) => {
  for (const folder of folders) {
    const files = [...sources(join(ROOT, folder))]
    t.same(files.flatMap(violations), [], `${folder}: ${files.length} files`)
  }
})

t.test('nothing outside infra, server and test imports infra or server', async (t) => {
  const inner = ['domain', 'adapters', 'functions'].filter((folder) => folders.includes(folder))
  for (const file of inner.flatMap((folder) => [...sources(join(ROOT, folder))])) {
    const outward = importsOf(file).filter((target) => /\.\.\/(server|infra)\//.test(target))
    t.same(outward, [], file)
  }
})

t.test('the domain neither reads a clock nor the environment, nor draws random numbers', async (t) => {
  for (const file of sources(join(ROOT, 'domain'))) {
    t.notMatch(codeOf(file), /\bprocess\.|\bDate\.now\b|new Date\(\)|Math\.random|\bBuffer\b/, file)
  }
})

t.test('the top level holds the known folders and no other', async (t) => {
  const known = new Set(['domain', 'adapters', 'functions', 'server', 'views', 'public', 'infra', 'test',
    'node_modules', 'data', 'dist', 'cdktf.out'])
  const found = readdirSync(ROOT, { withFileTypes: true }).filter((entry) => entry.isDirectory() && !entry.name.startsWith('.'))
  t.same(found.map((entry) => entry.name).filter((name) => !known.has(name)), [])
})

t.test('the rules themselves catch a violation', async (t) => {
  t.same(ruleOf('server/commands/x.ts').folder, 'server/commands')
  t.notMatch('node:fs', ruleOf('domain/x.ts').packages)
  t.notMatch('@aws-sdk/client-s3', ruleOf('server/x.ts').packages)
  t.ok(ruleOf('functions/x.lambda.ts').project.includes('adapters/'))
  t.notOk(ruleOf('functions/x.ts').project.includes('adapters/'))
})
