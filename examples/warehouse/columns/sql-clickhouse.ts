/** The table of ClickHouse, and how it is filled from compacted files. Pure. */
import { COLUMN_TYPES } from "./column-types.ts";
import { COLUMNS } from "./columns.ts";
import { HEADER, listNames } from "./column-lists.ts";

export function buildClickHouseTable(): string {
  const columns = COLUMNS.map(({ name, type, isRequired }) => {
    const clickhouse = COLUMN_TYPES[type].clickhouse;
    return `\`${name}\` ${isRequired ? clickhouse : `Nullable(${clickhouse})`}`;
  });
  const names = listNames("clickhouse");
  return `${HEADER}
-- The same table on ClickHouse, filled from what \`npm run compact\` writes. A day that is filled again replaces its rows:
-- \`final\` in a query takes each event once.
create table if not exists clickstream_events (
  ${columns.join(",\n  ")}
)
engine = ReplacingMergeTree
partition by toYYYYMM(event_timestamp)
order by event_id;

insert into clickstream_events (${names})
select ${names}
from s3('https://clickstream-parquet.s3.amazonaws.com/clickstream_events/day=2026-11-24/events.parquet', 'Parquet');
`;
}
