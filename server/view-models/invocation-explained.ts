import { kindOf, tierOf, timePerOutputToken, type PricedInvocation } from '../../domain/invocation.ts'
import { isEstimate } from '../../domain/resolve-price.ts'
import { explainHref } from '../explain-state.ts'
import type { InvocationsState } from '../invocations-state.ts'
import { accountName } from './account-name.ts'
import { callerKindLabels } from './badges.ts'
import { lineView, type LineView } from './explain-lines.ts'
import { formatMs } from './format-duration.ts'
import { formatInstant } from './format-time.ts'
import { exactPrice } from './format-usd.ts'
import { tagsText, type InvocationNames } from './invocation-columns.ts'
import { flagText, reasonText } from './price-texts.ts'
import type { StateBadge } from './state-badge.ts'

/** Everything that is known of one call, which is never what was said in it. */
export interface ExplainedInvocation {
  readonly title: string
  readonly state: StateBadge
  readonly cost: string
  readonly lines: readonly LineView[]
  readonly remarks: readonly { readonly text: string; readonly tone: 'warn' | 'quiet' }[]
  readonly facts: readonly { readonly label: string; readonly value: string }[]
  /** Key of the log object that holds prompt and answer. */
  readonly logKey: string
  readonly requestId: string
  readonly pricesHref: string
}

const STATES: Readonly<Record<PricedInvocation['status'], StateBadge>> = {
  priced: { label: 'priced', tone: 'good', title: 'Every component has a listed price' },
  estimated: { label: 'estimated', tone: 'warn', title: 'A price was inferred, derived or assumed' },
  partial: { label: 'partial', tone: 'warn', title: 'Something that was consumed has no price' },
  unpriced: { label: 'unpriced', tone: 'bad', title: 'No price is known' },
  not_token_billed: { label: 'not billed by token', tone: 'quiet', title: 'Billed otherwise than by token' },
  not_billed: { label: 'not billed', tone: 'quiet', title: 'AWS does not bill this call' },
}

export function explainedInvocation(call: PricedInvocation, state: InvocationsState, names: InvocationNames): ExplainedInvocation {
  const { event, cost, status, explanation } = call
  return {
    title: names.models.get(event.model_id) ?? event.model_id,
    state: STATES[status],
    cost: exactPrice(cost),
    lines: explanation.lines.map((line) => lineView(line, false)),
    remarks: remarksOf(call),
    facts: factsOf(call, state, names),
    logKey: event.source_s3_key,
    requestId: event.request_id,
    pricesHref: explainHref(state, { scope: event.model_scope, tier: tierOf(event) }),
  }
}

function remarksOf({ explanation: { found, assumed, missing } }: PricedInvocation): ExplainedInvocation['remarks'] {
  const reasons = [...(found.reason === null ? [] : [found.reason]), ...(missing.length === 0 ? [] : [`no_unit_price:${missing.join(',')}`])]
  return [
    ...reasons.map((reason) => ({ text: sentence(reasonText(reason)), tone: 'warn' as const })),
    ...[...found.flags, ...assumed].map((flag) => ({ text: `${flagText(flag)}.`, tone: isEstimate(flag) ? 'warn' as const : 'quiet' as const })),
  ]
}

function factsOf({ event, explanation: { found } }: PricedInvocation, state: InvocationsState, { accounts }: InvocationNames): ExplainedInvocation['facts'] {
  const tpot = timePerOutputToken(event)
  const facts: [label: string, value: string | null | undefined][] = [
    ['Called at', `${formatInstant(event.ts, state.query.timeZone)} (${event.ts})`],
    ['Request id', event.request_id],
    ['Outcome', event.error_code ?? event.stop_reason ?? 'ok'],
    ['Latency', event.latency_ms === null ? null : formatMs(event.latency_ms)],
    ['First token after', event.time_to_first_token_ms === null ? null : formatMs(event.time_to_first_token_ms)],
    ['Per output token', tpot === null ? null : formatMs(tpot)],
    ['Caller', `${event.caller} (${callerKindLabels([kindOf(event)])})`],
    ['Identity', event.identity_arn],
    ['Account', accountName(event.account_id, accounts)],
    ['Region', event.inference_region === null || event.inference_region === event.region ? event.region : `${event.region}, answered in ${event.inference_region}`],
    ['Model', event.model_id],
    ['Called as', event.model_ref],
    ['Scope', event.model_scope],
    ['Tier', tierOf(event)],
    ['Latency mode', event.latency_mode],
    ['Operation', event.operation],
    ['Tags', event.tags === null ? null : tagsText(event)],
    ['Price key', found.priceKey],
    ['Price in force since', found.record && `${found.record.leftCensored === true ? 'before ' : ''}${formatInstant(found.record.effectiveFrom)}`],
    ['Price from', found.record?.source],
    ['Long context', found.longContext === null ? null : `prices ${found.longContext.replaceAll('_', ' ')}`],
    ['Recorded at', formatInstant(event.parsed_at, state.query.timeZone)],
  ]
  return facts.flatMap(([label, value]) => (value === null || value === undefined || value === '' ? [] : [{ label, value }]))
}

function sentence(text: string): string {
  return `${text.charAt(0).toUpperCase()}${text.slice(1)}.`
}
