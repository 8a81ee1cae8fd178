import { Presets, SingleBar } from 'cli-progress'

export interface Progress {
  total(count: number): void
  done(count: number): void
  stop(): void
}

/** A progress bar on stderr where that is a terminal, and nothing at all in a pipe or a log. */
export function progressBar(label: string): Progress {
  if (!process.stderr.isTTY) return { total() {}, done() {}, stop() {} }
  const bar = new SingleBar(
    { stream: process.stderr, format: `${label} {bar} {value}/{total}`, hideCursor: true, clearOnComplete: true },
    Presets.shades_classic,
  )
  bar.start(0, 0)
  return { total: (count) => bar.setTotal(count), done: (count) => bar.increment(count), stop: () => bar.stop() }
}
