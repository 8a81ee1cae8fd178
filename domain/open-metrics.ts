/** A metric as OpenMetrics 1.0 writes it: all samples of a name together. */
export interface MetricFamily {
  /** Ends in its unit, where it has one. */
  readonly name: string
  readonly type: 'gauge' | 'counter' | 'stateset'
  readonly unit?: 'seconds' | 'bytes' | 'usd'
  readonly help: string
  readonly samples: readonly MetricSample[]
}

export interface MetricSample {
  readonly labels?: Readonly<Record<string, string>>
  /** A number, or an exact decimal. */
  readonly value: number | string
}

/** The text of all families; those without a sample are left out. */
export function openMetrics(families: readonly MetricFamily[]): string {
  return `${families.filter(({ samples }) => samples.length > 0).map(familyText).join('')}# EOF\n`
}

function familyText({ name, type, unit, help, samples }: MetricFamily): string {
  const sampleName = type === 'counter' ? `${name}_total` : name
  return [
    `# TYPE ${name} ${type}`,
    ...(unit === undefined ? [] : [`# UNIT ${name} ${unit}`]),
    `# HELP ${name} ${escaped(help)}`,
    ...samples.map(({ labels, value }) => `${sampleName}${labelText(labels ?? {})} ${String(value)}`),
    '',
  ].join('\n')
}

function labelText(labels: Readonly<Record<string, string>>): string {
  const pairs = Object.entries(labels).map(([name, value]) => `${name}="${escaped(value)}"`)
  return pairs.length === 0 ? '' : `{${pairs.join(',')}}`
}

function escaped(text: string): string {
  return text.replaceAll('\\', '\\\\').replaceAll('\n', '\\n').replaceAll('"', '\\"')
}
