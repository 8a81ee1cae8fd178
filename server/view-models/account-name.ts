/** What an account is called: its name where the configuration gives one, else its id. */
export function accountName(accountId: string, names: ReadonlyMap<string, string>): string {
  return names.get(accountId) ?? accountId
}
