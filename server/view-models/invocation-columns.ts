import { invocationTokens, kindOf, tierOf, timePerOutputToken, type PricedInvocation } from '../../domain/invocation.ts'
import type { CsvValue } from '../../domain/csv.ts'
import { formatUsd } from '../../domain/money.ts'
import type { UsageEvent } from '../../domain/usage-event.ts'
import { callerKindLabels } from './badges.ts'
import type { CellView } from './cell-view.ts'
import { exactCount, formatCount, NO_DATA } from './format-count.ts'
import { formatMs } from './format-duration.ts'
import { exactPrice, formatUsdPrecise } from './format-usd.ts'

export interface InvocationColumn {
  readonly id: string
  readonly label: string
  readonly help: string
  readonly isText: boolean
  readonly isShown: boolean
  readonly cell: (call: PricedInvocation, names: InvocationNames) => CellView
  /** Raw, for a spreadsheet. */
  readonly csv: (call: PricedInvocation) => CsvValue
}

/** How models and accounts are called. */
export interface InvocationNames {
  readonly models: ReadonlyMap<string, string>
  readonly accounts: ReadonlyMap<string, string>
}

/** Ids in place of names. */
const RAW: InvocationNames = { models: new Map(), accounts: new Map() }

const STATUS: Readonly<Record<PricedInvocation['status'], string>> = {
  priced: 'Listed prices', estimated: 'estimated', partial: 'priced in part', unpriced: 'no price is known',
  not_token_billed: 'not billed by token', not_billed: 'not billed',
}

/** Columns of single calls, in their order. */
export const INVOCATION_COLUMNS: readonly InvocationColumn[] = [
  textColumn('model', 'Model', 'Base model', true, ({ event }, { models }) => [models.get(event.model_id) ?? event.model_id, event.model_id]),
  textColumn('caller', 'Caller', 'Person, role or key that made the call', true, ({ event }) => [event.caller, event.identity_arn ?? event.caller]),
  textColumn('kind', 'Kind', 'What the caller is', false, ({ event }) => [callerKindLabels([kindOf(event)]), event.caller_kind]),
  textColumn('account', 'Account', 'Account that made the call', false, ({ event }, { accounts }) => [accounts.get(event.account_id) ?? event.account_id, event.account_id]),
  textColumn('region', 'Region', 'Region that was called, and the one that answered where it is known', false, ({ event }) => [
    event.region, event.inference_region === null ? event.region : `${event.region}, answered in ${event.inference_region}`,
  ]),
  textColumn('scope', 'Scope', 'How the model was reached', false, ({ event }) => [event.model_scope, event.model_ref]),
  textColumn('tier', 'Tier', 'Service tier', false, ({ event }) => [tierOf(event), event.service_tier ?? 'the log names none']),
  textColumn('operation', 'Operation', 'Operation of the API', false, ({ event }) => [event.operation ?? NO_DATA, event.operation ?? 'The log names none']),
  tokenColumn('input', 'Input', 'Input tokens outside the cache', true, (event) => event.input_tokens),
  tokenColumn('output', 'Output', 'Output tokens', true, (event) => event.output_tokens),
  tokenColumn('cacheRead', 'Cache read', 'Tokens read from the cache', true, (event) => event.cache_read_tokens),
  tokenColumn('cacheWrite5m', 'Write 5 min', 'Tokens written to the cache for 5 minutes', false, (event) => event.cache_write_5m_tokens),
  tokenColumn('cacheWrite1h', 'Write 1 h', 'Tokens written to the cache for an hour', false, (event) => event.cache_write_1h_tokens),
  tokenColumn('tokens', 'All tokens', 'Input, output and cache together', false, invocationTokens),
  tokenColumn('images', 'Images', 'Images put out, or taken in', false, (event) => event.image_count),
  {
    id: 'cost', label: 'Cost', help: 'Cost by the price list', isText: false, isShown: true,
    csv: ({ cost, status }) => (status === 'unpriced' ? null : { decimal: formatUsd(cost) }),
    cell: ({ cost, status }) => ({
      value: status === 'unpriced' ? NO_DATA : formatUsdPrecise(cost), exact: `${exactPrice(cost)}, ${STATUS[status]}`,
      ...(status === 'unpriced' || status === 'partial' ? { tone: 'warn' as const } : {}),
    }),
  },
  msColumn('latency', 'Latency', 'From the request to the end of the answer', true, (event) => event.latency_ms),
  msColumn('ttft', 'First token', 'Time to the first token', false, (event) => event.time_to_first_token_ms),
  msColumn('tpot', 'Per token', 'Time per output token after the first one', false, timePerOutputToken),
  {
    id: 'error', label: 'Outcome', help: 'Error code, or why the model stopped', isText: true, isShown: true,
    csv: ({ event }) => event.error_code ?? event.stop_reason,
    cell: ({ event }) => event.error_code === null
      ? { value: event.stop_reason ?? 'ok', exact: 'The call succeeded' }
      : { value: event.error_code, exact: `The call failed: ${event.error_code}`, tone: 'bad' },
  },
  textColumn('tags', 'Tags', 'Tags of the request', false, ({ event }) => [tagsText(event), tagsText(event)]),
  textColumn('request', 'Request id', 'Id of the request, as logs and support know it', false, ({ event }) => [event.request_id, event.request_id]),
  textColumn('log', 'Log object', 'Where its prompt and answer are logged', false, ({ event }) => [event.source_s3_key.split('/').at(-1) ?? '', event.source_s3_key]),
]

export const SHOWN_INVOCATION_COLUMNS: readonly string[] = INVOCATION_COLUMNS.filter(({ isShown }) => isShown).map(({ id }) => id)

/** `team: search, stage: prod` */
export function tagsText({ tags }: Pick<UsageEvent, 'tags'>): string {
  if (tags === null) return NO_DATA
  return Object.entries(JSON.parse(tags) as Record<string, unknown>).map(([key, value]) => `${key}: ${String(value)}`).join(', ')
}

function textColumn(
  id: string, label: string, help: string, isShown: boolean,
  texts: (call: PricedInvocation, names: InvocationNames) => [value: string, exact: string],
): InvocationColumn {
  return {
    id, label, help, isShown, isText: true,
    cell: (call, names) => {
      const [value, exact] = texts(call, names)
      return { value, exact }
    },
    csv: (call) => texts(call, RAW)[0],
  }
}

function tokenColumn(
  id: string, label: string, help: string, isShown: boolean, tokens: (event: UsageEvent) => number | null,
): InvocationColumn {
  return {
    id, label, help, isShown, isText: false,
    cell: ({ event }) => {
      const count = tokens(event)
      return { value: formatCount(count), exact: count === null ? 'The log does not tell' : exactCount(count) }
    },
    csv: ({ event }) => tokens(event),
  }
}

function msColumn(id: string, label: string, help: string, isShown: boolean, ms: (event: UsageEvent) => number | null): InvocationColumn {
  return {
    id, label, help, isShown, isText: false,
    cell: ({ event }) => {
      const value = ms(event)
      return { value: formatMs(value), exact: value === null ? 'The log does not tell' : `${exactCount(Math.round(value * 10) / 10)} ms` }
    },
    csv: ({ event }) => ms(event),
  }
}
