import type { PipelineOptions } from '../embedded.ts'
import { progressBar, type Progress } from './progress.ts'

type Step = Parameters<NonNullable<PipelineOptions['onProgress']>>[0]

const LABELS: Readonly<Record<Step, string>> = { parse: 'Parsing log files ', compute: 'Computing costs   ' }

export interface PipelineProgress {
  readonly show: NonNullable<PipelineOptions['onProgress']>
  end(): void
}

/** Progress bars of a run of the pipeline: one per step that has anything to do. */
export function pipelineProgress(): PipelineProgress {
  let step: Step | null = null
  let shown = 0
  let bar: Progress | null = null

  function end(): void {
    bar?.stop()
    bar = null
    step = null
  }

  function show(newStep: Step, done: number, total: number): void {
    if (newStep !== step) {
      end()
      if (total === 0) return
      step = newStep
      shown = 0
      bar = progressBar(LABELS[newStep])
    }
    bar?.total(total)
    bar?.done(done - shown)
    shown = done
  }

  return { show, end }
}
