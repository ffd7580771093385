/** The tables of Spark: compacted files, and how Spark compacts by itself. Pure. */
import { COLUMNS } from "./columns.ts";
import { describe, HEADER, listColumns, listNames, listNoteFields, PARQUET_COLUMNS } from "./column-lists.ts";

export function buildSparkTable(): string {
  return `${HEADER}
-- What \`npm run compact\` writes, as a table of Spark.
create table clickstream_events (
  ${PARQUET_COLUMNS.join(",\n  ")},
  \`day\` date
)
using parquet
partitioned by (\`day\`)
location 's3://clickstream-parquet/clickstream_events/';

alter table clickstream_events recover partitions;
`;
}

/** Spark reads raw objects with a schema: it would guess another one each day. */
export function buildSparkCompaction(): string {
  const ownFields = COLUMNS.filter(({ path }) => path.length === 1);
  const values = COLUMNS.map(({ name, type, path }) => {
    const from = path.map((field) => `\`${field ?? ""}\``).join(".");
    return `${type === "timestamp" ? `to_timestamp(${from})` : from} as \`${name}\``;
  });
  return `${HEADER}
-- Where a month has billions of events, Spark compacts in place of \`npm run compact\`: a day of raw objects, each event once.
create table clickstream_raw (
  ${ownFields.map((column) => describe("athena", column)).join(",\n  ")},
  \`_ingest\` struct<
    ${listNoteFields().join(",\n    ")}
  >
)
using json
location 's3://clickstream-s3-ingest/events/2026/11/24/';

create table clickstream_day (
  ${listColumns("parquet").join(",\n  ")}
)
using parquet
location 's3://<another bucket>/day=2026-11-24/';

insert overwrite table clickstream_day
select ${listNames("parquet")} from (
  select
    ${values.join(",\n    ")},
    row_number() over (partition by event_id order by \`_ingest\`.received_at) as place
  from clickstream_raw
) as once
where place = 1;
`;
}
