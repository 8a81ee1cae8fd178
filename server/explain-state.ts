import { COST_COMPONENTS, type Cell, type CostComponent } from '../domain/cell.ts'
import { QueryError } from '../domain/query-error.ts'
import { choiceParameter } from './choice-parameter.ts'
import { pageHref, parsePageState, type OwnParameters, type PageState } from './page-state.ts'

/** What narrows an explanation down, besides the filters that all pages have; null for all. */
export interface ExplainNarrowing {
  /** One component of the cost. */
  readonly component: CostComponent | null
  readonly scope: string | null
  readonly tier: string | null
  readonly kind: string | null
  /** Calls that ended in this error code, or in any: ANY_ERROR. */
  readonly error: string | null
}

/** All there is to say about which dollar is explained. */
export interface ExplainState extends PageState, ExplainNarrowing {}

export const EXPLAIN_PATH = '/explain'
export const ANY_ERROR = 'any'

const WHOLE: ExplainNarrowing = { component: null, scope: null, tier: null, kind: null, error: null }
const ANY_COMPONENT = 'all'

/** Query string → state. Throws a QueryError that names the parameter at fault. */
export function parseExplainState(text: string): ExplainState {
  const parameters = new URLSearchParams(text)
  const component = choiceParameter(parameters, 'component', [ANY_COMPONENT, ...COST_COMPONENTS], ANY_COMPONENT)
  return {
    ...parsePageState(text, Object.keys(WHOLE)),
    component: component === ANY_COMPONENT ? null : component,
    scope: textParameter(parameters, 'scope'),
    tier: textParameter(parameters, 'tier'),
    kind: textParameter(parameters, 'kind'),
    error: textParameter(parameters, 'error'),
  }
}

export function explainParameters({ component, scope, tier, kind, error }: ExplainState): OwnParameters {
  return { component, scope, tier, kind, error }
}

/** The page that says what the cost of these calls is made of. */
export function explainHref({ query, refresh }: PageState, narrowing: Partial<ExplainNarrowing> = {}): string {
  return pageHref(EXPLAIN_PATH, { query: { ...query, groupBy: [] }, refresh }, { ...WHOLE, ...narrowing })
}

/** True of the cells whose cost is explained, the page's filters aside. */
export function narrowingMatcher({ scope, tier, kind, error }: ExplainNarrowing): (cell: Cell) => boolean {
  return ({ modelScope, serviceTier, callerKind, errorCode }) =>
    (scope === null || modelScope === scope) && (tier === null || serviceTier === tier) && (kind === null || callerKind === kind)
    && (error === null || (error === ANY_ERROR ? errorCode !== '' : errorCode === error))
}

function textParameter(parameters: URLSearchParams, name: string): string | null {
  const [value, ...more] = parameters.getAll(name).filter((text) => text !== '')
  if (more.length > 0) throw new QueryError(name, 'is given more than once')
  return value ?? null
}
