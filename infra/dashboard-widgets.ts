/** Widgets of a CloudWatch dashboard, laid out in rows of equal ones on its grid of 24 columns. */

export interface Series {
  readonly namespace: string
  readonly metric: string
  readonly dimensions: Readonly<Record<string, string>>
  readonly label: string
  /** Region of the metric, where it is not the dashboard's. */
  readonly region?: string
  readonly axis?: 'left' | 'right'
}

export interface Graph {
  readonly title: string
  readonly statistic: 'Sum' | 'Maximum' | 'Average' | 'p95'
  readonly series: readonly Series[]
  /** A line at a value that should not be passed. */
  readonly limit?: { readonly label: string; readonly value: number }
}

const COLUMNS = 24
const GRAPH_HEIGHT = 6
const ALARMS_HEIGHT = 4
const PERIOD_SECONDS = 300

/** The body of a dashboard: alarms on top, then graphs in rows. */
export function dashboardBody(region: string, alarmArns: readonly string[], rows: readonly (readonly Graph[])[]): string {
  const top = alarmArns.length === 0 ? 0 : ALARMS_HEIGHT
  const alarms = alarmArns.length === 0 ? [] : [{
    type: 'alarm', x: 0, y: 0, width: COLUMNS, height: ALARMS_HEIGHT, properties: { title: 'Alarms', alarms: alarmArns },
  }]
  return JSON.stringify({ widgets: [...alarms, ...rows.flatMap((row, index) => rowOf(row, top + index * GRAPH_HEIGHT, region))] })
}

function rowOf(row: readonly Graph[], y: number, region: string): object[] {
  const width = Math.floor(COLUMNS / row.length)
  return row.map((graph, index) => ({
    type: 'metric', x: index * width, y, width, height: GRAPH_HEIGHT, properties: propertiesOf(graph, region),
  }))
}

function propertiesOf({ title, statistic, series, limit }: Graph, region: string): object {
  return {
    title,
    region,
    view: 'timeSeries',
    stat: statistic,
    period: PERIOD_SECONDS,
    metrics: series.map(metricOf),
    ...(limit === undefined ? {} : { annotations: { horizontal: [limit] } }),
  }
}

function metricOf({ namespace, metric, dimensions, label, region, axis }: Series): unknown[] {
  const options = { label, ...(region === undefined ? {} : { region }), ...(axis === undefined ? {} : { yAxis: axis }) }
  return [namespace, metric, ...Object.entries(dimensions).flat(), options]
}
