/** Builds the SQL that lists the columns, for each engine. `npm run warehouse:sql` writes it into `sql/`. Pure. */
import { buildAthenaTables } from "./sql-athena.ts";
import { buildClickHouseTable } from "./sql-clickhouse.ts";
import { buildPostgresTable } from "./sql-postgres.ts";
import { buildJsonPaths, buildRedshiftLoad } from "./sql-redshift.ts";
import { buildSparkCompaction, buildSparkTable } from "./sql-spark.ts";

/** Files of `sql/` by name. */
export function generateSql(): ReadonlyMap<string, string> {
  return new Map([
    ["events.sql", buildPostgresTable()],
    ["redshift.sql", buildRedshiftLoad()],
    ["redshift-jsonpaths.json", buildJsonPaths()],
    ["athena.sql", buildAthenaTables()],
    ["spark.sql", buildSparkTable()],
    ["spark-compaction.sql", buildSparkCompaction()],
    ["clickhouse.sql", buildClickHouseTable()],
  ]);
}
