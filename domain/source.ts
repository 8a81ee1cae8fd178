/** An AWS account and region that sends invocation logs. */
export interface Source {
  readonly accountId: string
  readonly region: string
}

export function sourceId(source: Source): string {
  return `${source.accountId}#${source.region}`
}
