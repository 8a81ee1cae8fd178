export type JsonObject = Readonly<Record<string, unknown>>

export function asObject(value: unknown): JsonObject | null {
  return typeof value === 'object' && value !== null && !Array.isArray(value) ? (value as JsonObject) : null
}

/** The member if it is an object, null in every other case. */
export function objectAt(object: JsonObject | null, name: string): JsonObject | null {
  return object === null ? null : asObject(object[name])
}

/** The objects in a member that is a list; empty in every other case. */
export function objectsAt(object: JsonObject, name: string): JsonObject[] {
  const value = object[name]
  return Array.isArray(value) ? value.map(asObject).filter((item) => item !== null) : []
}
