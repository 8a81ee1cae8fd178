import { COST_COMPONENTS } from '../../domain/cell.ts'
import { explainHref, type ExplainNarrowing } from '../explain-state.ts'
import type { PageState } from '../page-state.ts'

/** Columns of dollars lead to their explanation; the others explain themselves. */
export function explainColumns(state: PageState, narrowing: Partial<ExplainNarrowing> = {}): (column: string) => string | null {
  return (column) => {
    if (column === 'cost') return explainHref(state, narrowing)
    const component = COST_COMPONENTS.find((name) => name === column)
    return component === undefined ? null : explainHref(state, { ...narrowing, component })
  }
}
