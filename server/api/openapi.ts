import { z } from 'zod'
import type { ApiRoute } from './api-route.ts'
import { DEFAULT_LIMIT, FORMATS, MAX_LIMIT } from './send-listing.ts'

type Json = Readonly<Record<string, unknown>>

const LISTING = {
  format: z.enum(FORMATS).optional().describe('Goes before the Accept header. A CSV holds the rows alone, all of them unless there is a limit.'),
  limit: z.int().min(1).max(MAX_LIMIT).optional().describe(`Rows of a page; of JSON ${DEFAULT_LIMIT} by default.`),
  cursor: z.string().optional().describe('`next` of the page before. 409 if the rows have changed since the first page.'),
} as const

const PROBLEM = z.object({
  type: z.string(), title: z.string(), status: z.int(), detail: z.string(), requestId: z.string().describe('To find it by in the log of the server'),
})

const PROBLEMS: Readonly<Record<string, string>> = {
  400: 'A parameter cannot be read; the detail names it', 401: 'Nobody is signed in, or the token does not hold', 403: 'No role allows this',
  409: 'The rows have changed since the first page', 429: 'Too many requests', 503: 'The data cannot be reached right now',
}

/** OpenAPI 3.1 document of the routes. */
export function openApi(routes: readonly ApiRoute[], basePath: string): Json {
  return {
    openapi: '3.1.0',
    info: {
      title: 'Bedrock usage', version: '1',
      description: 'What the pages show, for programs. Money is in exact decimals of USD as texts, times are ISO 8601, counts are integers.',
    },
    servers: [{ url: basePath }],
    security: [{ token: [] }],
    paths: Object.fromEntries(routes.map((route) => [route.path, { get: operation(route) }])),
    components: {
      securitySchemes: { token: { type: 'http', scheme: 'bearer', description: 'A token of yours, made on the page /tokens: bia_…' } },
      schemas: { Problem: jsonSchema(PROBLEM) },
      responses: Object.fromEntries(Object.entries(PROBLEMS).map(([status, description]) => [`Problem${status}`, {
        description, content: { 'application/problem+json': { schema: { $ref: '#/components/schemas/Problem' } } },
      }])),
    },
  }
}

function operation({ path, summary, description, parameters, filtersTags, row, about }: ApiRoute): Json {
  const answer = z.object({ ...about, rows: z.array(row), next: z.string().nullable().describe('Cursor of the next page') })
  return {
    operationId: path.slice(1),
    summary,
    description,
    parameters: [
      ...Object.entries({ ...parameters, ...LISTING }).map(([name, schema]) => parameter(name, schema)),
      ...(filtersTags ? [TAGS] : []),
    ],
    responses: {
      200: {
        description: 'The rows', headers: { ETag: { schema: { type: 'string' } }, Link: { description: 'The next page', schema: { type: 'string' } } },
        content: { 'application/json': { schema: jsonSchema(answer) }, 'text/csv': { schema: { type: 'string' } } },
      },
      304: { description: 'As the client knows it by If-None-Match' },
      ...Object.fromEntries(Object.keys(PROBLEMS).map((status) => [status, { $ref: `#/components/responses/Problem${status}` }])),
    },
  }
}

function parameter(name: string, schema: z.ZodType): Json {
  const { description, ...rest } = jsonSchema(schema)
  return { name, in: 'query', required: false, description, schema: rest, ...(rest['type'] === 'array' && { style: 'form', explode: true }) }
}

/** Any number of parameters whose names are those of tags. */
const TAGS = {
  name: 'tags', in: 'query', required: false, style: 'form', explode: true,
  description: 'Only calls with this value of a tag (`tag.team=payments`), or none of them (`not-tag.team=payments`); empty: without the tag.',
  schema: { type: 'object', patternProperties: { '^(not-)?tag\\..+$': { type: 'string' } }, additionalProperties: false },
}

function jsonSchema(schema: z.ZodType): Json {
  const { $schema, ...rest } = z.toJSONSchema(schema, { target: 'draft-2020-12', io: 'output' })
  return $schema === undefined ? {} : rest
}
