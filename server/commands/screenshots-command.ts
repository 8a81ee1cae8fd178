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
import { NO_AUTH } from '../auth/no-auth.ts'
import { runPipeline } from '../embedded.ts'
import { writeSample } from '../sample/write-sample.ts'
import type { Command } from './cli.ts'

/** The sample is the same for the same instant, and so are the pictures. */
const NOW = new Date('2026-11-23T20:41:00Z')
/** Enough for a month and the one before it. */
const SAMPLE_DAYS = 62
const CURATED_DIR = fileURLToPath(new URL('../../views/screenshots/', import.meta.url))
const HEIGHTS: Readonly<Record<number, number>> = { 1440: 900, 390: 844 }
const THEMES = ['light', 'dark'] as const

interface Shot {
  readonly path: string
  readonly theme: (typeof THEMES)[number]
  readonly width: number
  /** The whole page, or what fits on the screen. */
  readonly fullPage: boolean
}

/** What the README shows. */
const CURATED: readonly Shot[] = [
  { path: '/', theme: 'light', width: 1440, fullPage: false },
  { path: '/', theme: 'dark', width: 1440, fullPage: false },
  { path: '/models', theme: 'light', width: 1440, fullPage: false },
  { path: '/performance', theme: 'dark', width: 1440, fullPage: false },
  { path: '/errors', theme: 'light', width: 1440, fullPage: false },
  { path: '/', theme: 'light', width: 390, fullPage: false },
  { path: '/performance', theme: 'dark', width: 390, fullPage: false },
]

const OPTIONS = { out: { type: 'string' }, chromium: { type: 'string', default: '/usr/bin/chromium' } } as const

export const screenshotsCommand: Command<typeof OPTIONS> = {
  name: 'npm run screenshots --',
  synopsis: '[--out DIR] [--chromium FILE]',
  help: `
Takes pictures of the pages over made-up sample data, the same ones each time.

  --out DIR         take every page in light and dark, 1440 and 390 pixels wide, into this folder
                    (default: only those that the README shows, into views/screenshots)
  --chromium FILE   browser to take them with (default: /usr/bin/chromium)

Exit code: 0 when all are taken, 1 on failure, 2 if called wrongly.`,
  options: OPTIONS,
  async run({ out, chromium: executablePath }) {
    const dir = out ?? CURATED_DIR
    const work = await mkdtemp(join(tmpdir(), 'screenshots-'))
    const browser = await chromium.launch({ executablePath, args: ['--headless', '--no-sandbox', '--disable-gpu'] })
    try {
      await mkdir(dir, { recursive: true })
      await withSample(work, async (origin, paths) => {
        const shots = out === undefined ? CURATED : everyShot(paths)
        for (const shot of shots) process.stdout.write(`${await take(browser, origin, shot, dir)}\n`)
      })
    } finally {
      await browser.close()
      await rm(work, { recursive: true, force: true })
    }
  },
}

function everyShot(paths: readonly string[]): Shot[] {
  return paths.flatMap((path) => THEMES.flatMap((theme) =>
    Object.keys(HEIGHTS).map((width) => ({ path, theme, width: Number(width), fullPage: true }))))
}

/** Serves the sample on a free port while the body runs. */
async function withSample(work: string, body: (origin: string, paths: readonly string[]) => Promise<void>): Promise<void> {
  const clock = () => NOW
  const logs = join(work, 'logs')
  await writeSample(logs, NOW, SAMPLE_DAYS)
  const ports = await openLocal(join(work, 'data'), { mode: 'write' })
  try {
    await ports.prices.append(OWN_PRICE_RECORDS)
    await runPipeline(ports, directoryLogObjects(logs), { policy: DEFAULT_ATTRIBUTION, clock })
    const app = await buildApp({
      ...ports, clock, notice: 'Sample data: every call on this page is made up.', logSource: 'folder', accountNames: new Map(),
      timeToFirstToken: null, authenticator: NO_AUTH, accessOf: () => FULL_ACCESS, storeTimeoutMs: 20_000, logger: false,
    })
    await app.listen({ host: '127.0.0.1', port: 0 })
    const origin = `http://127.0.0.1:${(app.server.address() as AddressInfo).port}`
    await body(origin, [...app.usageViews.map(({ path }) => path), '/pipeline']).finally(() => app.close())
  } finally {
    await ports.close()
  }
}

/** Resolves to the picture's file. */
async function take(browser: Browser, origin: string, { path, theme, width, fullPage }: Shot, dir: string): Promise<string> {
  const context = await browser.newContext({
    viewport: { width, height: HEIGHTS[width] ?? 900 }, colorScheme: theme, reducedMotion: 'reduce', timezoneId: 'UTC', locale: 'en-US',
  })
  try {
    const page = await context.newPage()
    await page.goto(`${origin}${path}?refresh=off${path === '/pipeline' ? '' : '&range=30d&tz=UTC&compare=previous'}`)
    // Every chart that is there is drawn.
    await page.waitForFunction('[...document.querySelectorAll("[data-chart]")].every((chart) => chart.querySelector(".apexcharts-inner"))')
    const name = path === '/' ? 'overview' : path.slice(1).replaceAll('/', '-')
    const file = join(dir, `${name}-${theme}-${width}.png`)
    await page.screenshot({ path: file, fullPage })
    return file
  } finally {
    await context.close()
  }
}
