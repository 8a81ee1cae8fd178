/** Where exported files go: a bucket, or a folder. */
export interface ExportFiles {
  /** Null for a file that is not there. */
  read(key: string): Promise<Uint8Array | null>
  /** Replaces what stands there, at once: nobody reads half a file. */
  write(key: string, bytes: Uint8Array): Promise<void>
}
