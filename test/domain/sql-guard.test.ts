import t from 'tap'
import { guardedSql } from '../../domain/sql-guard.ts'

const SELECT = 'SELECT count(*) FROM usage_events'

t.test('queries that only read the event table pass', async (t) => {
  const queries = [
    SELECT, `${SELECT};`, `  ${SELECT.toLowerCase()} ;; `, 'SELECT 1', 'SHOW TABLES', 'DESCRIBE usage_events', `EXPLAIN ${SELECT}`, 'show columns from "usage_events"',
    'SELECT model_id AS "update", sum(input_tokens) FROM usage_events WHERE caller LIKE \'%;DROP TABLE x%\' GROUP BY 1 ORDER BY 2 DESC NULLS LAST LIMIT 10',
    'WITH a AS (SELECT * FROM usage_events), b (x, y) AS (SELECT caller, count(*) FROM a GROUP BY caller) SELECT * FROM b JOIN a ON a.caller = b.x, usage_events u',
    'SELECT extract(hour FROM ts), trim(BOTH \' \' FROM caller) FROM usage_events WHERE error_code IS NOT DISTINCT FROM caller',
    'SELECT row_number() OVER (PARTITION BY caller ORDER BY ts) FROM (SELECT * FROM usage_events) AS t (a, b) CROSS JOIN LATERAL (SELECT 1)',
    'SELECT x FROM usage_events CROSS JOIN UNNEST(ARRAY[1, 2]) AS t (x)',
    'SELECT column_name FROM information_schema.columns', 'SELECT caller FROM ((SELECT caller FROM usage_events) UNION ALL (SELECT caller FROM usage_events))',
    "SELECT CAST(ts AS DATE), CAST(1 AS decimal(38, 0)), date_trunc('day', ts)::DATE FROM usage_events WHERE model_id IN (SELECT model_id FROM usage_events)",
    'WITH a AS NOT MATERIALIZED (SELECT 1) SELECT * FROM a', "SELECT CAST('2026-11-23 UTC' AS TIMESTAMP WITH TIME ZONE)",
  ]
  for (const query of queries) t.doesNotThrow(() => guardedSql(query), query)
})

t.test('what runs holds no comment, and one statement', async (t) => {
  t.equal(guardedSql(`${SELECT} -- all of them\n;`), SELECT)
  t.equal(guardedSql('SELECT /* ; DROP */ 1 -- ;'), 'SELECT 1')
  t.equal(guardedSql("SELECT '--', '/*', \"a;b\" FROM usage_events"), "SELECT '--', '/*', \"a;b\" FROM usage_events")
  t.equal(guardedSql('SELECT - - 1, 4 / * 2'), 'SELECT - - 1, 4 / * 2', 'nothing becomes a comment')
})

const REFUSED: Readonly<Record<string, readonly string[]>> = {
  'statements that write or reach elsewhere': [
    "UNLOAD (SELECT * FROM usage_events) TO 's3://bucket/x/' WITH (format = 'PARQUET')", 'CREATE TABLE x AS SELECT 1', 'INSERT INTO usage_events SELECT * FROM usage_events',
    'MERGE INTO usage_events USING x ON true WHEN MATCHED THEN DELETE', 'DELETE FROM usage_events', "UPDATE usage_events SET caller = 'x'", 'DROP TABLE usage_events',
    'ALTER TABLE usage_events ADD COLUMNS (x int)', 'TRUNCATE TABLE usage_events', 'PREPARE p FROM SELECT 1', 'EXECUTE p', 'DEALLOCATE PREPARE p', 'CALL system.x()', 'SET a = 1',
    "COPY usage_events TO '/tmp/x'", "ATTACH '/etc/passwd' AS x", 'INSTALL httpfs', 'LOAD httpfs', 'PRAGMA database_list', "EXPORT DATABASE '/tmp/x'", 'VACUUM', 'BEGIN',
    "USING EXTERNAL FUNCTION f(x VARCHAR) RETURNS VARCHAR LAMBDA 'a' SELECT f('x')", 'FROM usage_events', '(SELECT 1)', '"select" 1', '', ' ; ', '-- SELECT 1', 'TABLE usage_events',
    'SUMMARIZE usage_events', 'VALUES (1)', 'OPTIMIZE usage_events REWRITE DATA USING BIN_PACK', 'MSCK REPAIR TABLE x', 'GRANT SELECT ON usage_events TO x',
  ],
  'the same behind something harmless': [
    `${SELECT}; DROP TABLE usage_events`, `${SELECT};;DELETE FROM usage_events`, 'EXPLAIN ANALYZE SELECT 1', 'EXPLAIN DELETE FROM usage_events', 'EXPLAIN (FORMAT JSON) INSERT INTO x SELECT 1',
    'WITH a AS (DELETE FROM usage_events) SELECT 1', 'WITH a AS (SELECT 1) INSERT INTO usage_events SELECT * FROM a', "WITH x AS (SELECT 1) UNLOAD (SELECT 1) TO 's3://x/'",
    '/* SELECT */ DROP TABLE usage_events', 'SELECT 1 /* */; /* */ DROP TABLE usage_events', '/* /* */ SELECT 1 */ DROP TABLE x', 'SELECT 1 /* no end', '--\nDROP TABLE usage_events',
    'SELECT 1 --\n; DROP TABLE usage_events', 'SELECT 1 INTO x FROM usage_events', 'SHOW FUNCTIONS', 'SHOW CREATE TABLE usage_events', 'DESCRIBE x', 'SHOW TABLES; DROP TABLE usage_events',
    'WITH RECURSIVE a AS (SELECT 1 UNION ALL SELECT * FROM a) SELECT * FROM a', 'SELECT (WITH a AS (SELECT 1) SELECT * FROM a)', 'SELECT * FROM (SHOW TABLES)', 'SELECT * FROM (DESCRIBE usage_events)',
  ],
  'other tables, and files': [
    'SELECT * FROM parsed_objects', 'SELECT * FROM usage_events, parsed_objects', 'SELECT * FROM usage_events u JOIN parsed_objects p ON true', 'SELECT * FROM (FROM parsed_objects)',
    'SELECT 1 UNION ALL FROM parsed_objects', "SELECT * FROM '/etc/passwd'", "SELECT * FROM \"/tmp/x.csv\"", "SELECT * FROM 's3://bucket/x.parquet'", 'SELECT * FROM other.usage_events',
    'SELECT * FROM information_schema.tables', 'SELECT * FROM information_schema.columns.x', 'SELECT * FROM "usage_events$history"', "SELECT * FROM read_csv('/etc/passwd')",
    "SELECT * FROM read_parquet('x')", "SELECT * FROM glob('*')", "SELECT * FROM read_text('x')", 'SELECT * FROM duckdb_settings()', "SELECT * FROM query('DROP TABLE x')",
    "SELECT * FROM TABLE(system.query(query => 'x'))", 'SELECT * FROM usage_events WHERE caller IN (SELECT object_key FROM parsed_objects)', 'SELECT * FROM (usage_events CROSS JOIN parsed_objects)',
    'SELECT extract(hour FROM (SELECT version FROM parsed_objects))', 'SELECT trim((SELECT max(version) FROM parsed_objects)) FROM usage_events',
    'WITH parsed_objects AS (SELECT * FROM parsed_objects) SELECT * FROM parsed_objects', 'WITH a AS (SELECT * FROM b), b AS (SELECT 1) SELECT * FROM a',
    'SELECT * FROM parsed_objects WINDOW parsed_objects AS (ORDER BY 1)', 'SELECT 1 AS x, parsed_objects AS (SELECT 1) FROM parsed_objects',
    'SELECT * FROM parsed_objects, (WITH parsed_objects AS (SELECT 1) SELECT * FROM parsed_objects)', 'SELECT * FROM usage_events IS DISTINCT FROM parsed_objects, parsed_objects',
    'SELECT * FROM usage_events ORDER BY (SELECT 1 FROM parsed_objects)', 'SELECT * FROM', 'SELECT * FROM usage_events,', 'SELECT * FROM (', 'SELECT 1)',
  ],
  'functions that are not of data': [
    "SELECT getenv('AWS_SECRET_ACCESS_KEY')", "SELECT current_setting('temp_directory')", "SELECT read_text('/etc/passwd')", "SELECT \"read_text\"('/etc/passwd')", "SELECT 'x'.read_text()",
    "SELECT nextval('x')", "SELECT f('x') FROM usage_events", "SELECT system.f('x')", 'SELECT columns(*) FROM usage_events', 'SELECT getvariable(1)', 'SELECT write_log(1)',
  ],
  'texts that engines read differently': [
    "SELECT E'\\''; DROP TABLE x --'", 'SELECT $$;$$', 'SELECT $a$;$a$', 'SELECT `x` FROM usage_events', "SELECT 'no end", 'SELECT "no end', "SELECT U&'x'", 'SELECT ?', 'SELECT {a: 1}', 'SELECT 1 # x',
    'SELECT \u00a01', 'SELECT 1 \\; DROP TABLE x', 'SELECT @x', "SELECT x'00'", 'SELECT 1\u0000',
  ],
}

for (const [what, queries] of Object.entries(REFUSED)) {
  t.test(`refused: ${what}`, async (t) => {
    for (const [index, query] of queries.entries()) t.throws(() => guardedSql(query), { name: 'SqlRefused' }, `query ${index}: ${query.replace(/[^ -~]/g, '.')}`)
  })
}

t.test('a query that is refused is told why', async (t) => {
  const cases: [sql: string, message: RegExp][] = [
    ['SELECT 1; SELECT 2', /Only one statement/], ['DROP TABLE x', /begins with SELECT/], ['SELECT * FROM parsed_objects', /no table parsed_objects.*usage_events/],
    ["SELECT getenv('x')", /function getenv/], ['SELECT 1 INTO x', /INTO is not allowed/], [`SELECT '${'x'.repeat(20_000)}'`, /more than 20000/],
  ]
  for (const [sql, message] of cases) t.throws(() => guardedSql(sql), { message }, sql.slice(0, 40))
})
