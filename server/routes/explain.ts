import { explainReport, type ExplainReport } from '../explain-report.ts'
import { EXPLAIN_PATH, explainParameters, parseExplainState, type ExplainState } from '../explain-state.ts'
import type { PriceData } from '../price-data.ts'
import type { UsagePage } from '../usage-view.ts'
import { explainView, type ExplainView } from '../view-models/explain.ts'

/** `/explain`: what a dollar is made of, wherever it is shown. */
export function explainPage(prices: PriceData): UsagePage<ExplainState, ExplainReport, ExplainView> {
  return {
    path: EXPLAIN_PATH,
    name: 'explain',
    title: 'Cost explained',
    panels: { explain: 'Cost explained' },
    parse: parseExplainState,
    own: explainParameters,
    report: (data, access, state, _now, usage) => explainReport(data, prices, access, state, usage),
    view: explainView,
    tables: (view) => [view.csv],
    // Prices change too.
    mayKeep: () => false,
  }
}
