import { EXPORT_PARTITION, type ExportFormat, FOCUS_COLUMNS, focusKind, type FocusKind } from '../domain/contract.ts'

const PARQUET_TYPES: Readonly<Record<FocusKind, string>> = {
  cost: 'decimal(38,18)', quantity: 'bigint', instant: 'timestamp', flag: 'boolean', text: 'string',
}

const ROWS: Readonly<Record<ExportFormat, string>> = {
  parquet: 'STORED AS PARQUET',
  csv: `ROW FORMAT SERDE 'org.apache.hadoop.hive.serde2.OpenCSVSerde'`,
}

/** Bedrock logs no calls before that. */
const FIRST_PERIOD = '2023-09'

/**
 * The statement that makes exported files a table of Athena. Months need not be added to it: Athena works them out. Fields of CSV
 * are texts there, whatever is in them.
 */
export function exportsTableSql({ table, format, location }: { table: string; format: ExportFormat; location: string }): string {
  const columns = FOCUS_COLUMNS.map((name) => `  ${name.toLowerCase()} ${format === 'csv' ? 'string' : PARQUET_TYPES[focusKind(name)]}`)
  const properties = {
    'projection.enabled': 'true',
    [`projection.${EXPORT_PARTITION}.type`]: 'date',
    [`projection.${EXPORT_PARTITION}.format`]: 'yyyy-MM',
    [`projection.${EXPORT_PARTITION}.range`]: `${FIRST_PERIOD},NOW`,
    [`projection.${EXPORT_PARTITION}.interval`]: '1',
    [`projection.${EXPORT_PARTITION}.interval.unit`]: 'MONTHS',
    ...(format === 'csv' ? { 'skip.header.line.count': '1' } : {}),
  }
  return [
    `CREATE EXTERNAL TABLE ${table} (`,
    columns.join(',\n'),
    `) PARTITIONED BY (${EXPORT_PARTITION} string)`,
    ROWS[format],
    `LOCATION '${location}'`,
    `TBLPROPERTIES (${Object.entries(properties).map(([key, value]) => `'${key}'='${value}'`).join(', ')})`,
  ].join('\n')
}
