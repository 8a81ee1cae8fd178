const CALLER_KIND_LABELS: Readonly<Record<string, string>> = {
  'sso-user': 'person',
  'user': 'IAM user',
  'api-key': 'API key',
  'federated-user': 'federated',
}

/** How a caller's kind reads. */
export function callerKindLabels(kinds: readonly string[]): string {
  return kinds.map((kind) => CALLER_KIND_LABELS[kind] ?? kind).join(', ')
}

/** How a model was reached, by scope; that a model is in its own region goes without saying. */
export function scopeLabels(scopes: readonly string[]): string {
  return scopes.filter((scope) => scope !== 'in-region' || scopes.length > 1).join(', ')
}
