/** How much a server takes from whoever asks. */
export interface Limits {
  /** Requests of one address within a minute, and attempts to sign in among them; null for any number. */
  readonly requestsPerMinute: number | null
  readonly signInsPerMinute: number | null
  /** How late the event loop may run before requests are turned away; null for as late as it gets. */
  readonly eventLoopDelayMs: number | null
  /** Until a request has sent its headers, and all of it. */
  readonly headersTimeoutMs: number
  readonly requestTimeoutMs: number
  /** How often that is looked after. */
  readonly timeoutCheckMs: number
}

const TIMEOUTS = { headersTimeoutMs: 15_000, requestTimeoutMs: 60_000, timeoutCheckMs: 5_000 } as const

/** For a server that only its own machine reaches, and that has other work to do than to answer. */
export const LOCAL_LIMITS: Limits = { requestsPerMinute: null, signInsPerMinute: null, eventLoopDelayMs: null, ...TIMEOUTS }

/** For one that others reach. An office may share an address, and a first visit asks for some thirty files. */
export const PUBLIC_LIMITS: Limits = { requestsPerMinute: 1_500, signInsPerMinute: 10, eventLoopDelayMs: 1_000, ...TIMEOUTS }
