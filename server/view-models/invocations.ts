import type { CsvValue } from '../../domain/csv.ts'
import type { PricedInvocation } from '../../domain/invocation.ts'
import type { PricedPage } from '../../functions/read-invocations.ts'
import type { InvocationsReport } from '../invocations-report.ts'
import {
  ANY_ERROR, hasNumbers, INVOCATIONS_PATH, invocationHref, invocationsParameters, type InvocationsState,
} from '../invocations-state.ts'
import { pageHref } from '../page-state.ts'
import type { PageContext } from '../usage-view.ts'
import { callerKindLabels } from './badges.ts'
import type { CellView } from './cell-view.ts'
import { formTo, type FormView } from './form.ts'
import { formatBytes } from './format-bytes.ts'
import { exactCount } from './format-count.ts'
import { formatInstant, formatWallClock } from './format-time.ts'
import { exactPrice, formatUsdShort } from './format-usd.ts'
import { INVOCATION_COLUMNS, type InvocationColumn } from './invocation-columns.ts'
import { explainedInvocation, type ExplainedInvocation } from './invocation-explained.ts'
import { modelNames } from './model-names.ts'
import { plural } from './plural.ts'
import type { PageView } from './shell.ts'
import { csvHref, type CsvTable } from './table-csv.ts'

export interface InvocationsView extends PageView {
  readonly calls: {
    readonly subtitle: string
    readonly exact: string
    /** What they are narrowed down to besides filters, and the page without it. */
    readonly narrowing: readonly { readonly label: string; readonly href: string }[]
    readonly form: FormView & { readonly fields: readonly FieldView[] }
    readonly columnsForm: FormView & { readonly choices: readonly ChoiceView[] }
    readonly headings: readonly { readonly label: string; readonly help: string; readonly isText: boolean }[]
    readonly rows: readonly RowView[]
    /** In place of rows where there are none. */
    readonly nothing: string | null
    readonly explained: readonly ExplainedInvocation[]
    readonly newestHref: string | null
    readonly olderHref: string | null
    readonly olderLabel: string
    readonly notes: readonly string[]
    readonly csvHref: string
  }
  readonly csv: CsvTable
}

interface ChoiceView {
  readonly id: string
  readonly label: string
  readonly title: string
  readonly checked: boolean
}

interface FieldView {
  readonly name: string
  readonly label: string
  readonly value: string
  readonly hint: string
  readonly numeric: boolean
}

interface RowView {
  readonly href: string
  readonly time: string
  readonly instant: string
  readonly title: string
  readonly cells: readonly (CellView & { readonly isText: boolean })[]
}

const INVOCATIONS_TABLE = 'invocations'
const OWN_FIELDS = ['request', 'error', 'min-cost', 'min-latency', 'min-tokens'] as const

export function invocationsView(
  state: InvocationsState, { page, total }: InvocationsReport, _now: Date, { accountNames }: PageContext,
): InvocationsView {
  const hrefOf = (changed: Partial<InvocationsState>) => {
    const next = { ...state, ...changed }
    return pageHref(INVOCATIONS_PATH, next, invocationsParameters(next))
  }
  const calls = page?.calls ?? []
  const names = { models: modelNames(calls.map(({ event }) => event.model_id)), accounts: accountNames }
  const columns = INVOCATION_COLUMNS.filter(({ id }) => state.columns.includes(id))
  const first = hrefOf({ after: null })
  return {
    isEmpty: total?.calls === 0 && calls.length === 0 && page?.isCut === false && isUnnarrowed(state),
    calls: {
      ...subtitleOf(total, calls.length),
      narrowing: narrowingOf(state, hrefOf),
      form: { ...formTo(first, (name) => OWN_FIELDS.some((own) => own === name)), fields: fieldsOf(state) },
      columnsForm: {
        ...formTo(first, (name) => name === 'columns'),
        choices: INVOCATION_COLUMNS.map(({ id, label, help }) => ({ id, label, title: help, checked: state.columns.includes(id) })),
      },
      headings: columns.map(({ label, help, isText }) => ({ label, help, isText })),
      rows: calls.map((call) => ({
        href: invocationHref(state, call.event),
        time: secondsOf(call.event.ts, state.query.timeZone),
        instant: call.event.ts,
        title: `${formatInstant(call.event.ts, state.query.timeZone)}: explain this call`,
        cells: columns.map(({ cell, isText }) => ({ ...cell(call, names), isText })),
      })),
      nothing: nothingOf(state, page),
      explained: state.request === null ? [] : calls.map((call) => explainedInvocation(call, state, names)),
      newestHref: state.after === null ? null : first,
      olderHref: page === null || page.next === null ? null : hrefOf({ after: page.next }),
      olderLabel: page?.isCut === true ? 'Look further' : 'Older calls',
      notes: notesOf(page),
      csvHref: csvHref(hrefOf({}), INVOCATIONS_TABLE),
    },
    csv: { id: INVOCATIONS_TABLE, records: () => recordsOf(calls, columns) },
  }
}

/** The calls of the page with the columns that are shown. */
function* recordsOf(calls: readonly PricedInvocation[], columns: readonly InvocationColumn[]): Generator<CsvValue[]> {
  yield ['Time', 'Request id', ...columns.map(({ label }) => label)]
  for (const call of calls) yield [call.event.ts, call.event.request_id, ...columns.map(({ csv }) => csv(call))]
}

/** Nothing but filters, which the shell tells of, can have left all calls out. */
function isUnnarrowed(state: InvocationsState): boolean {
  return hasNumbers(state) && state.after === null && [state.scope, state.tier, state.kind, state.error].every((value) => value === null)
}

function subtitleOf(total: InvocationsReport['total'], shown: number): { subtitle: string; exact: string } {
  if (total === null) return { subtitle: `${plural(shown, 'call')} on this page`, exact: '' }
  return {
    subtitle: `${plural(total.calls, 'call')} of ${formatUsdShort(total.cost)} in all, ${exactCount(shown)} on this page`, exact: exactPrice(total.cost),
  }
}

type HrefOf = (changed: Partial<InvocationsState>) => string

function narrowingOf(state: InvocationsState, hrefOf: HrefOf): InvocationsView['calls']['narrowing'] {
  const labels: [keyof InvocationsState, string | null][] = [
    ['scope', state.scope && `Scope: ${state.scope}`],
    ['tier', state.tier && `Tier: ${state.tier}`],
    ['kind', state.kind && `Kind: ${callerKindLabels([state.kind])}`],
    ['error', state.error && (state.error === ANY_ERROR ? 'Failed calls' : `Error: ${state.error}`)],
    ['request', state.request && `Request: ${state.request}`],
    ['min-cost', state['min-cost'] && `At least $${state['min-cost']}`],
    ['min-latency', state['min-latency'] === null ? null : `At least ${exactCount(state['min-latency'])} ms`],
    ['min-tokens', state['min-tokens'] === null ? null : `At least ${exactCount(state['min-tokens'])} tokens`],
  ]
  return labels.flatMap(([name, label]) => (label === null ? [] : [{ label, href: hrefOf({ [name]: null, after: null }) }]))
}

function fieldsOf(state: InvocationsState): FieldView[] {
  const number = (value: number | null) => (value === null ? '' : String(value))
  return [
    { name: 'request', label: 'Request id', value: state.request ?? '', hint: '', numeric: false },
    { name: 'error', label: 'Error code', value: state.error ?? '', hint: `${ANY_ERROR} for all failed calls`, numeric: false },
    { name: 'min-cost', label: 'Min. cost, $', value: state['min-cost'] ?? '', hint: '0.05', numeric: true },
    { name: 'min-latency', label: 'Min. latency, ms', value: number(state['min-latency']), hint: '10000', numeric: true },
    { name: 'min-tokens', label: 'Min. tokens', value: number(state['min-tokens']), hint: '100000', numeric: true },
  ]
}

function nothingOf(state: InvocationsState, page: PricedPage | null): string | null {
  if (page === null) return 'This server has no event table at hand, and single calls are kept nowhere else.'
  if (page.calls.length > 0) return null
  if (page.isCut) return 'None of the calls that were looked at so far passes.'
  return state.after === null ? 'No call passes.' : 'No more calls.'
}

function notesOf(page: PricedPage | null): string[] {
  if (page === null) return []
  const scanned = page.scannedBytes === null ? [] : [`${formatBytes(page.scannedBytes)} of the event table were read.`]
  const passed = page.passedOver === 0 ? [] : [`${plural(page.passedOver, 'call')} passed over that cost less.`]
  return [...passed, ...scanned]
}

/** `23 Nov 2026, 20:35:04` */
function secondsOf(iso: string, zoneName: string): string {
  return `${formatWallClock(iso, zoneName)}:${iso.slice(17, 19)}`
}
