import { mkdir, mkdtemp, rm } from 'node:fs/promises'
import type { AddressInfo } from 'node:net'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { fileURLToPath } from 'node:url'
import { chromium, type Browser } from 'playwright-core'
import { directoryLogObjects } from '../../adapters/directory.ts'
import { openLocal } from '../../adapters/open-ports.ts'
import { FULL_ACCESS } from '../../domain/access.ts'
import { DEFAULT_ATTRIBUTION } from '../../domain/attribution.ts'
import { OWN_PRICE_RECORDS } from '../../domain/own-price-book.ts'
import { buildApp } from '../app.ts'
import type { Authenticator } from '../auth/authenticator.ts'
import { NO_AUTH } from '../auth/no-auth.ts'
import { runPipeline } from '../embedded.ts'
import { writeSample } from '../sample/write-sample.ts'
import type { Command } from './cli.ts'

/** The sample is the same for the same instant, and so are the pictures. */
const NOW = new Date('2026-11-23T20:41:00Z')
/** Enough for a month and the one before it. */
const SAMPLE_DAYS = 62
export const SCREENSHOTS_DIR = fileURLToPath(new URL('../../views/screenshots/', import.meta.url))
/** By width. */
const HEIGHTS = { 1440: 1000, 390: 1000 } as const
const WIDTHS = [1440, 390] as const
const THEMES = ['light', 'dark'] as const

const USAGE = 'range=30d&tz=UTC&compare=previous'

interface PageShown {
  readonly name: string
  readonly path: string
  readonly query: string
  /** What is pressed first, and what has to be there after it. */
  readonly press?: { readonly button: string; readonly appears: string }
}

/** Every page of which there are pictures, and what they show of it. */
const PAGES: readonly PageShown[] = [
  { name: 'overview', path: '/', query: USAGE },
  { name: 'models', path: '/models', query: USAGE },
  { name: 'callers', path: '/callers', query: USAGE },
  { name: 'performance', path: '/performance', query: USAGE },
  { name: 'errors', path: '/errors', query: USAGE },
  { name: 'accounts', path: '/accounts', query: USAGE },
  { name: 'explain', path: '/explain', query: USAGE },
  { name: 'invocations', path: '/invocations', query: USAGE },
  { name: 'explore', path: '/explore', query: 'question=models', press: { button: 'Run', appears: '.explore-rows' } },
  { name: 'pricing', path: '/pricing', query: '' },
  { name: 'pipeline', path: '/pipeline', query: 'refresh=off' },
  { name: 'me', path: '/me', query: 'range=30d&tz=UTC' },
]

/** As a configuration names them. */
const ACCOUNT_NAMES = new Map([['111122223333', 'platform'], ['222233334444', 'product'], ['333344445555', 'research']])

/** Somebody whose calls are in the sample, signed in by a proxy. */
const SIGNED_IN: Authenticator = {
  ...NO_AUTH,
  mode: 'jwt',
  label: 'the company proxy',
  authenticate: async () => ({
    outcome: 'identified',
    identity: { subject: 'ana', issuer: 'https://login.example.com', name: 'Ana López', email: 'ana.lopez@example.com', groups: [], expiresAtMs: null },
  }),
}

interface Shot {
  readonly file: string
  readonly address: string
  readonly press: PageShown['press']
  readonly theme: (typeof THEMES)[number]
  readonly width: (typeof WIDTHS)[number]
}

/** Each page in both themes, on a desk and on a phone. */
export const SHOTS: readonly Shot[] = PAGES.flatMap(({ name, path, query, press }) => WIDTHS.flatMap((width) => THEMES.map((theme) => ({
  file: `${name}-${theme}-${width}.png`, address: query === '' ? path : `${path}?${query}`, press, theme, width,
}))))

const OPTIONS = { out: { type: 'string' }, chromium: { type: 'string', default: '/usr/bin/chromium' } } as const

export const screenshotsCommand: Command<typeof OPTIONS> = {
  name: 'npm run screenshots --',
  synopsis: '[--out DIR] [--chromium FILE]',
  help: `
Takes a picture of every page over made-up sample data, in light and dark, 1440 and 390 pixels wide: the same ones each time.

  --out DIR         where to put them (default: views/screenshots, which the README shows)
  --chromium FILE   browser to take them with (default: /usr/bin/chromium)

Exit code: 0 when all are taken, 1 on failure, 2 if called wrongly.`,
  options: OPTIONS,
  async run({ out, chromium: executablePath }) {
    const dir = out ?? SCREENSHOTS_DIR
    const work = await mkdtemp(join(tmpdir(), 'screenshots-'))
    const browser = await chromium.launch({ executablePath, args: ['--headless', '--no-sandbox', '--disable-gpu'] })
    try {
      await mkdir(dir, { recursive: true })
      await withSample(work, async (origin) => {
        for (const shot of SHOTS) process.stdout.write(`${await take(browser, origin, shot, dir)}\n`)
      })
    } finally {
      await browser.close()
      await rm(work, { recursive: true, force: true })
    }
  },
}

/** Serves the sample on a free port while the body runs. */
async function withSample(work: string, body: (origin: string) => Promise<void>): Promise<void> {
  const clock = () => NOW
  const logs = join(work, 'logs')
  await writeSample(logs, NOW, SAMPLE_DAYS)
  const ports = await openLocal(join(work, 'data'), { mode: 'write' })
  try {
    await ports.prices.append(OWN_PRICE_RECORDS)
    await runPipeline(ports, directoryLogObjects(logs), { policy: DEFAULT_ATTRIBUTION, clock })
    const app = await buildApp({
      ...ports, clock, notice: 'Sample data: every call on this page is made up.', logSource: 'folder', accountNames: ACCOUNT_NAMES,
      timeToFirstToken: null, authenticator: SIGNED_IN, accessOf: () => FULL_ACCESS, storeTimeoutMs: 20_000, logger: false,
    })
    await app.listen({ host: '127.0.0.1', port: 0 })
    const origin = `http://127.0.0.1:${(app.server.address() as AddressInfo).port}`
    await body(origin).finally(() => app.close())
  } finally {
    await ports.close()
  }
}

/** Resolves to the picture's file. */
async function take(browser: Browser, origin: string, { file, address, press, theme, width }: Shot, dir: string): Promise<string> {
  const context = await browser.newContext({
    viewport: { width, height: HEIGHTS[width] }, colorScheme: theme, reducedMotion: 'reduce', timezoneId: 'UTC', locale: 'en-US',
  })
  try {
    const page = await context.newPage()
    const answer = await page.goto(origin + address)
    if (answer?.ok() !== true) throw new Error(`${address} answers ${answer?.status() ?? 'nothing'}`)
    if (press !== undefined) {
      await page.getByRole('button', { name: press.button, exact: true }).click()
      await page.locator(press.appears).first().waitFor()
    }
    // Every chart that is there is drawn.
    for (const chart of await page.locator('[data-chart]').all()) await chart.locator('.apexcharts-inner').waitFor()
    const path = join(dir, file)
    await page.screenshot({ path })
    return path
  } finally {
    await context.close()
  }
}
