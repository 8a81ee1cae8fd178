const CALLER_KIND_LABELS: ReadonlyMap<string, string> = new Map([
  ['sso-user', 'person'], ['user', 'IAM user'], ['api-key', 'API key'], ['federated-user', 'federated'],
])

/** How a caller's kind reads. */
export function callerKindLabels(kinds: readonly string[]): string {
  return kinds.map((kind) => CALLER_KIND_LABELS.get(kind) ?? kind).join(', ')
}

/** How a model was reached, by scope; that a model is in its own region goes without saying. */
export function scopeLabels(scopes: readonly string[]): string {
  return scopes.filter((scope) => scope !== 'in-region' || scopes.length > 1).join(', ')
}
