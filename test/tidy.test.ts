import { execFileSync } from 'node:child_process'
import { existsSync, readFileSync } from 'node:fs'
import { resolve } from 'node:path'
import t from 'tap'

const ROOT = resolve(import.meta.dirname, '..')

const listed = execFileSync('git', ['ls-files', '--cached', '--others', '--exclude-standard'], { cwd: ROOT, encoding: 'utf8' })
const files = listed.split('\n').filter((file) => {
  return /\.(ts|js|eta|css|md|yaml|json)$|Dockerfile$|\.ci\/run$/.test(file) && file !== 'package-lock.json' && existsSync(resolve(ROOT, file))
})
const texts = files.map((file) => ({ file, text: readFileSync(resolve(ROOT, file), 'utf8') }))
const self = 'test/tidy.test.ts'

/** What must not stand in a file, and what to do instead. */
const BANNED: { pattern: RegExp; only?: RegExp; instead: string }[] = [
  { pattern: /\b(TODO|FIXME|XXX|HACK)\b/, instead: 'do it, or leave it out' },
  { pattern: /\.\.\/shared\b/, instead: 'a fixture made by the test' },
  { pattern: /\b(t|test)\.only\(/, only: /^test\//, instead: 'run the file alone' },
  { pattern: /setTimeout\(/, only: /^test\/(domain|functions)\//, instead: 'an injected clock' },
  { pattern: /<%~(?! include\()/, only: /\.eta$/, instead: '<%= %>, which escapes' },
  { pattern: /\son[a-z]+="|hx-on|javascript:/i, only: /\.eta$/, instead: 'a listener in a file of public/' },
  { pattern: /\sstyle="/i, only: /\.eta$/, instead: 'a class; the content security policy blocks inline styles' },
  { pattern: /parseFloat|\.toFixed\(/, only: /^(adapters|functions)\//, instead: 'money.ts, which is exact' },
]

t.test('no file holds what is banned', async (t) => {
  for (const { file, text } of texts.filter(({ file }) => file !== self)) {
    for (const { pattern, only, instead } of BANNED) {
      if (only !== undefined && !only.test(file)) continue
      const line = text.split('\n').findIndex((line) => pattern.test(line)) + 1
      t.equal(line, 0, `${file}:${line} matches ${String(pattern)}: use ${instead}`)
    }
  }
})

t.test('code files stay below 300 lines', async (t) => {
  for (const { file, text } of texts.filter(({ file }) => /\.(ts|eta|css|js)$/.test(file))) {
    t.ok(text.split('\n').length <= 300, `${file} has ${text.split('\n').length} lines`)
  }
})

t.test('every dependency is pinned to one version', async (t) => {
  const manifest = JSON.parse(readFileSync(resolve(ROOT, 'package.json'), 'utf8')) as Record<string, Record<string, string>>
  for (const [name, version] of Object.entries({ ...manifest['dependencies'], ...manifest['devDependencies'] })) {
    t.match(version, /^\d+\.\d+\.\d+(-[\w.]+)?$/, name)
  }
})
