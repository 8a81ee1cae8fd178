import { COST_COMPONENTS, type Cell, type CostComponent } from '../domain/cell.ts'
import { choiceParameter } from './choice-parameter.ts'
import { NAME_PARAMETER, pageParameters, type PageParameter } from './page-parameters.ts'
import { pageHref, type PageState } from './page-state.ts'

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

const COMPONENT: PageParameter<CostComponent | null> = {
  names: (field) => [field],
  parse(parameters, field) {
    const component = choiceParameter(parameters, field, [ANY_COMPONENT, ...COST_COMPONENTS], ANY_COMPONENT)
    return component === ANY_COMPONENT ? null : component
  },
  format: (value, field) => ({ [field]: value }),
}

export const { parse: parseExplainState, format: explainParameters } = pageParameters({
  component: COMPONENT, scope: NAME_PARAMETER, tier: NAME_PARAMETER, kind: NAME_PARAMETER, error: NAME_PARAMETER,
})

/** The page that says what the cost of these calls is made of. */
export function explainHref({ query, refresh, explainPath = EXPLAIN_PATH }: PageState, narrowing: Partial<ExplainNarrowing> = {}): string {
  return pageHref(explainPath, { query: { ...query, groupBy: [] }, refresh }, { ...WHOLE, ...narrowing })
}

/** True of the cells whose cost is explained, the page's filters aside. */
export function narrowingMatcher({ scope, tier, kind, error }: ExplainNarrowing): (cell: Cell) => boolean {
  return ({ modelScope, serviceTier, callerKind, errorCode }) =>
    (scope === null || modelScope === scope) && (tier === null || serviceTier === tier) && (kind === null || callerKind === kind)
    && (error === null || (error === ANY_ERROR ? errorCode !== '' : errorCode === error))
}
