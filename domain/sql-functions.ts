/**
 * Functions that a query may call: those of data and nothing else. None of them reaches a file, a network, a setting, another
 * table or a function that somebody has installed. Most are known to DuckDB and to Trino.
 */
const FUNCTIONS = [
  // aggregates
  'any_value', 'approx_distinct', 'approx_percentile', 'approx_count_distinct', 'approx_quantile', 'arbitrary', 'array_agg', 'avg', 'bool_and', 'bool_or',
  'corr', 'count', 'count_if', 'covar_pop', 'covar_samp', 'every', 'geometric_mean', 'histogram', 'kurtosis', 'listagg', 'max', 'max_by', 'median', 'min',
  'min_by', 'mode', 'quantile', 'quantile_cont', 'quantile_disc', 'regr_intercept', 'regr_slope', 'skewness', 'stddev', 'stddev_pop', 'stddev_samp',
  'string_agg', 'sum', 'var_pop', 'var_samp', 'variance',
  // windows
  'cume_dist', 'dense_rank', 'first_value', 'lag', 'last_value', 'lead', 'nth_value', 'ntile', 'percent_rank', 'rank', 'row_number',
  // numbers
  'abs', 'ceil', 'ceiling', 'exp', 'floor', 'greatest', 'least', 'ln', 'log', 'log10', 'log2', 'mod', 'pow', 'power', 'round', 'sign', 'sqrt', 'truncate',
  'width_bucket',
  // texts
  'chr', 'concat', 'concat_ws', 'contains', 'ends_with', 'length', 'lower', 'lpad', 'ltrim', 'position', 'regexp_extract', 'regexp_like',
  'regexp_matches', 'regexp_replace', 'replace', 'reverse', 'rpad', 'rtrim', 'split', 'split_part', 'starts_with', 'strpos', 'substr', 'substring', 'trim', 'upper',
  // time
  'at_timezone', 'current_date', 'current_timestamp', 'date', 'date_add', 'date_diff', 'date_format', 'date_part', 'date_trunc', 'day', 'day_of_week',
  'dayofweek', 'epoch_ms', 'extract', 'from_iso8601_timestamp', 'hour', 'minute', 'month', 'now', 'quarter', 'second', 'strftime', 'to_iso8601',
  'to_unixtime', 'week', 'year',
  // values
  'cast', 'coalesce', 'if', 'nullif', 'try', 'try_cast', 'typeof',
  // lists, maps and JSON
  'array_join', 'array_sort', 'cardinality', 'element_at', 'json_extract', 'json_extract_scalar', 'json_extract_string', 'map_keys', 'map_values', 'unnest',
] as const

export const QUERY_FUNCTIONS: ReadonlySet<string> = new Set(FUNCTIONS)
