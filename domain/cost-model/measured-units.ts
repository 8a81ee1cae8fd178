import measured from './measured-units.json' with { type: 'json' }

/** What one of something takes, measured by `npm run bench -- cost`, which writes the file. Sizes are bytes. */
export interface MeasuredUnits {
  /** ISO date. */
  readonly measuredOn: string
  /** Of a log record: uncompressed, and as its share of a gzip file. */
  readonly logTextBytes: number
  readonly logBytes: number
  /** CPU seconds that parse-log takes for a byte of uncompressed log. */
  readonly parseSecondsPerByte: number
  /** Of an event: as record of the delivery stream, as row of a Parquet file, and of those the columns that queries read. */
  readonly eventBytes: number
  readonly rowBytes: number
  readonly countedRowBytes: number
  readonly aggregatedRowBytes: number
  /** Compressed cells of an hour by how many calls there are to a pair of caller and model that could call; both per pair. */
  readonly buckets: readonly { readonly callsPerPair: number; readonly bytesPerPair: number }[]
  /** Entry of a bucket in the index of heads. */
  readonly headBytes: number
  /** Of a run that finds new calls: besides what it writes of buckets and for each source. */
  readonly runWriteUnits: number
  readonly runReadUnits: number
  /** For each source with new calls, besides its buckets. */
  readonly sourceWriteUnits: number
}

export const MEASURED_UNITS: MeasuredUnits = measured
