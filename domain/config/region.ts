/** Regions of each partition, by what their names begin with; the longest match counts. */
const PARTITIONS: Readonly<Record<string, string>> = {
  '': 'aws',
  'cn-': 'aws-cn',
  'us-gov-': 'aws-us-gov',
  'eusc-': 'aws-eusc',
  'us-iso-': 'aws-iso',
  'us-isob-': 'aws-iso-b',
  'eu-isoe-': 'aws-iso-e',
  'us-isof-': 'aws-iso-f',
}

const REGION = /^(af|ap|ca|cn|eu|eusc-de|il|me|mx|sa|us|us-gov|us-iso|us-isob|us-isof|eu-isoe)-(central|(north|south)(east|west)?|east|west)-\d{1,2}$/

/** To tell which region a misspelt one was meant to be. New regions need not be listed. */
export const WELL_KNOWN_REGIONS: readonly string[] = [
  'us-east-1', 'us-east-2', 'us-west-1', 'us-west-2', 'ca-central-1', 'ca-west-1', 'mx-central-1', 'sa-east-1',
  'eu-central-1', 'eu-central-2', 'eu-north-1', 'eu-south-1', 'eu-south-2', 'eu-west-1', 'eu-west-2', 'eu-west-3',
  'ap-east-1', 'ap-east-2', 'ap-northeast-1', 'ap-northeast-2', 'ap-northeast-3', 'ap-south-1', 'ap-south-2',
  'ap-southeast-1', 'ap-southeast-2', 'ap-southeast-3', 'ap-southeast-4', 'ap-southeast-5', 'ap-southeast-6', 'ap-southeast-7',
  'af-south-1', 'il-central-1', 'me-central-1', 'me-south-1', 'us-gov-east-1', 'us-gov-west-1', 'cn-north-1', 'cn-northwest-1',
]

/** Where Amazon Data Firehose does not deliver to Iceberg tables. */
const WITHOUT_ICEBERG_DELIVERY = { partitions: ['aws-cn', 'aws-us-gov'], regions: ['ap-southeast-5'] }

/** Whether a text has the form of a region's name. */
export function isRegion(text: string): boolean {
  return REGION.test(text)
}

/** The partition of a region: `aws`, `aws-us-gov`, … */
export function partitionOf(region: string): string {
  const prefixes = Object.keys(PARTITIONS).filter((prefix) => region.startsWith(prefix))
  const longest = prefixes.sort((a, b) => b.length - a.length)[0] ?? ''
  return PARTITIONS[longest] ?? 'aws'
}

/** Whether a hub can be at home in a region. */
export function canBeHome(region: string): boolean {
  const { partitions, regions } = WITHOUT_ICEBERG_DELIVERY
  return !partitions.includes(partitionOf(region)) && !regions.includes(region)
}
