import type { Change } from '../../domain/change.ts'
import { exactCount } from './format-count.ts'

/** How a number differs from the one before: with an arrow and in words, coloured by whether that is good or bad. */
export interface ChangeView {
  readonly arrow: '▲' | '▼' | ''
  /** `12.3%`, `new`, `unchanged` */
  readonly text: string
  /** Exact numbers of both periods. */
  readonly title: string
  readonly tone: 'good' | 'bad' | 'quiet'
}

/** Which way is good; neither for what is just more or less, such as calls. */
export type GoodDirection = 'up' | 'down' | 'neither'

/** Null where there is nothing to say. `title` tells both numbers. */
export function changeView(change: Change, good: GoodDirection, title: string): ChangeView | null {
  if (change.kind === 'none') return null
  if (change.kind === 'new') return { arrow: '', text: 'new', title, tone: 'quiet' }
  const { percent } = change
  const text = formatPercent(Math.abs(percent))
  if (text === '0%') return { arrow: '', text: 'unchanged', title, tone: 'quiet' }
  return { arrow: percent > 0 ? '▲' : '▼', text, title, tone: toneOf(percent, good) }
}

function toneOf(sign: number, good: GoodDirection): ChangeView['tone'] {
  if (good === 'neither') return 'quiet'
  return sign > 0 === (good === 'up') ? 'good' : 'bad'
}

/** `0.4%`, `12%`, `340%`, and `to 12×` from there on. */
function formatPercent(percent: number): string {
  if (percent >= 1000) return `to ${exactCount(Math.round(percent / 100) + 1)}×`
  return `${percent < 10 ? Number(percent.toFixed(1)) : Math.round(percent)}%`
}
