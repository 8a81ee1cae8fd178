/** Where exported files go: a bucket, or a folder. */
export interface ExportFiles {
  /** Keys of the files that are there, of those that begin with `prefix`, which ends in a slash. */
  list(prefix: string): AsyncIterable<string>
  /** What a file was written with; null if it is not there, or was written by somebody else. */
  madeOf(key: string): Promise<string | null>
  /**
   * Replaces what stands there, at once: nobody reads half a file.
   *
   * @param madeOf letters and digits that tell what its bytes were made of.
   */
  write(key: string, bytes: Uint8Array, madeOf: string): Promise<void>
}
