/** Who can sign in, by their login; nobody asks for a password. */
export const PEOPLE: Readonly<Record<string, { readonly name: string; readonly groups: readonly string[] }>> = {
  ann: { name: 'Ann Admin', groups: ['finops-admins', 'everybody'] },
  bob: { name: 'Bob Builder', groups: ['team-a'] },
  eve: { name: 'Eve Elsewhere', groups: ['another-team'] },
}
