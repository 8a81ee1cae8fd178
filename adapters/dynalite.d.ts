declare module 'dynalite' {
  import type { Server } from 'node:http'

  export interface DynaliteOptions {
    /** Folder of the database; in memory without it. */
    path?: string
    createTableMs?: number
    deleteTableMs?: number
    updateTableMs?: number
  }

  /** Closing the server closes the database. */
  export default function dynalite(options: DynaliteOptions): Server
}
