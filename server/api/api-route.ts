import type { FastifyRequest } from 'fastify'
import type { z } from 'zod'
import type { Access } from '../../domain/access.ts'
import type { Listing } from './listing.ts'

export interface ApiRequest {
  /** What whoever asks may see. */
  readonly access: Access
  /** Query string, without the question mark. */
  readonly query: string
  readonly now: Date
  readonly log: FastifyRequest['log']
}

/** An address of the API: its description is generated from this. */
export interface ApiRoute {
  /** Below `/api/v1`: `/usage`. */
  readonly path: string
  readonly summary: string
  readonly description: string
  /** Parameters of its own by name, besides those of every listing. */
  readonly parameters: Readonly<Record<string, z.ZodType>>
  /** Whether it takes filters by tag too: `tag.team`, `not-tag.team`. */
  readonly filtersTags: boolean
  /** What a row is, and what the JSON holds besides `rows` and `next`. */
  readonly row: z.ZodType
  readonly about: z.ZodRawShape
  /** Throws a QueryError that names the parameter at fault. */
  list(request: ApiRequest): Promise<Listing>
}
