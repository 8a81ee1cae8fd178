export type RejectReason =
  | 'not_json'
  | 'not_an_object'
  | 'missing_field'
  | 'bad_field'
  | 'bad_timestamp'
  | 'future_timestamp'
  | 'bad_count'
  | 'account_mismatch'

/** Thrown while a record is read that cannot become an event. Holds the field's name, never anything of its value. */
export class RecordRejected extends Error {
  readonly reason: RejectReason
  readonly field: string | null
  constructor(reason: RejectReason, field: string | null) {
    super(field === null ? reason : `${reason} (${field})`)
    this.name = 'RecordRejected'
    this.reason = reason
    this.field = field
  }
}
