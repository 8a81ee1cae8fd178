/** A field of a row. Money and other exact decimals are texts; instants are ISO texts. */
export type ApiValue = string | number | boolean | null
export type ApiRow = Readonly<Partial<Record<string, ApiValue>>>

/** What an address of the API answers, before it is cut into pages and written as JSON or CSV. */
export interface Listing {
  /** Fields of a row, in the order of the columns of a CSV. */
  readonly columns: readonly string[]
  readonly rows: readonly ApiRow[]
  /** Columns whose texts are decimals. */
  readonly decimals: readonly string[]
  /** What the JSON holds besides the rows. */
  readonly about: Readonly<Record<string, unknown>>
  /** Rows of the CSV where they are not those of the JSON, such as a total that stands alone. */
  readonly csvRows?: readonly ApiRow[]
}
