import { hourOf, MS_PER_HOUR } from '../../domain/calendar.ts'
import { GROUP_KEYS, isGroupKey, type GroupKey } from '../../domain/group-keys.ts'
import { choiceOption, instantOption, UsageError } from './cli.ts'
import { REPORT_FORMATS, type ReportFormat } from './report-format.ts'

export interface ReportOptions {
  readonly dataDir: string
  /** Hours counted from 1970; null where open. */
  readonly from: number | null
  readonly to: number | null
  readonly groupBy: readonly GroupKey[]
  readonly format: ReportFormat
}

export interface ReportArguments {
  readonly data?: string | undefined
  readonly from?: string | undefined
  readonly to?: string | undefined
  readonly 'group-by'?: string | undefined
  readonly format?: string | undefined
}

/** Throws a UsageError that says which option is wrong and what it wants. */
export function reportOptions(values: ReportArguments): ReportOptions {
  if (values.data === undefined) throw new UsageError('--data DIR is missing')
  const from = hourOption('from', values.from)
  const to = hourOption('to', values.to)
  if (from !== null && to !== null && from >= to) throw new UsageError('--to must be later than --from')
  return {
    dataDir: values.data,
    from,
    to,
    groupBy: groupByOption(values['group-by']),
    format: choiceOption('format', values.format ?? 'table', REPORT_FORMATS),
  }
}

function hourOption(name: string, text: string | undefined): number | null {
  if (text === undefined) return null
  const ms = instantOption(name, text).getTime()
  if (ms % MS_PER_HOUR !== 0) {
    throw new UsageError(`--${name} wants a full hour in UTC, because usage is kept by the hour, not "${text}"`)
  }
  return hourOf(ms)
}

function groupByOption(text: string | undefined): GroupKey[] {
  if (text === undefined) return []
  const keys = text.split(',').map((part) => part.trim())
  return keys.map((key, index) => {
    if (!isGroupKey(key)) throw new UsageError(`--group-by wants ${GROUP_KEYS.join(', ')} or tag:<key>, not "${key}"`)
    if (keys.indexOf(key) !== index) throw new UsageError(`--group-by names ${key} twice`)
    return key
  })
}
