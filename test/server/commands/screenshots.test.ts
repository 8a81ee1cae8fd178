import { readFileSync, readdirSync, statSync } from 'node:fs'
import { join, resolve } from 'node:path'
import t from 'tap'
import { SCREENSHOTS_DIR, SHOTS } from '../../../server/commands/screenshots-command.ts'

const README = readFileSync(resolve(import.meta.dirname, '../../../README.md'), 'utf8')
const MAX_BYTES_EACH = 150_000

t.test('there is a picture of every page in both themes and widths, and the README shows each of them', async (t) => {
  t.same(readdirSync(SCREENSHOTS_DIR).sort(), SHOTS.map(({ file }) => file).sort())
  for (const { file } of SHOTS) t.ok(README.includes(`](views/screenshots/${file})`), file)
})

t.test('all pictures together stay small enough for a repository', async (t) => {
  const bytes = SHOTS.reduce((sum, { file }) => sum + statSync(join(SCREENSHOTS_DIR, file)).size, 0)
  t.ok(bytes <= SHOTS.length * MAX_BYTES_EACH, `${bytes} bytes`)
})
