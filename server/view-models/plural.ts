import { exactCount } from './format-count.ts'

/** `1 line`, `2,000 lines` */
export function plural(count: number, noun: string): string {
  return `${exactCount(count)} ${noun}${count === 1 ? '' : 's'}`
}
