import type { DraftFields } from '../domain/draft-fields.ts'
import type { PriceAudit } from '../domain/price-audit.ts'
import type { StoredPrices } from '../domain/price-ports.ts'
import { fieldText, type ConflictView, type EditFormView } from './view-models/edit-form.ts'
import { NO_DATA } from './view-models/format-count.ts'
import { formatInstant } from './view-models/format-time.ts'

/** Whether somebody has edited the subject since whoever sends the fields has seen it. */
export function subjectConflict(subject: string | null, fields: DraftFields, { revisions }: StoredPrices): boolean {
  const seen = fieldText(fields, 'seen')
  return subject !== null && /^\d{1,9}$/.test(seen) && Number(seen) !== (revisions.get(subject) ?? 0)
}

/** What stands now beside what was to be saved. */
export function conflictOf(
  { groups }: EditFormView, current: Readonly<Record<string, string>>, fields: DraftFields, last: PriceAudit | undefined,
): ConflictView {
  const shown = groups.flatMap((group) => group.fields).filter(({ name }) => name !== 'reason' && name !== 'key')
  return {
    by: last === undefined ? 'somebody' : `${last.by} (${formatInstant(last.at)}: ${last.reason})`,
    rows: shown.flatMap(({ name, label }) => {
      const [theirs, yours] = [current[name] ?? '', fieldText(fields, name)]
      return theirs === yours ? [] : [{ label, theirs: theirs || NO_DATA, yours: yours || NO_DATA }]
    }),
  }
}
