/** Builds the SQL that lists the columns, for each engine. `npm run warehouse:sql` writes it into `sql/`. Pure. */
import { COLUMN_TYPES } from "./column-types.ts";
import { COLUMNS, EXTRA, type Column } from "./columns.ts";

const HEADER =
  "-- Written by `npm run warehouse:sql` from examples/warehouse/columns/columns.ts: change that file, not this one.";

type Engine = "postgres" | "redshift" | "athena";

/** Files of `sql/` by name. */
export function generateSql(): ReadonlyMap<string, string> {
  return new Map([
    ["events.sql", buildPostgresTable()],
    ["redshift.sql", buildRedshiftLoad()],
    ["redshift-jsonpaths.json", buildJsonPaths()],
    ["athena.sql", buildAthenaTable()],
  ]);
}

function buildPostgresTable(): string {
  const [key, ...others] = listColumns("postgres");
  return `${HEADER}
-- One row for each event.
--
-- PostgreSQL demands that a unique key contains the partition key. If that were a date beside the id, the same event could
-- be in two months. So the partition key is the id alone: a UUIDv7 begins with its time, and a month is a range of ids. An
-- event is unique in the whole table, and \`event_id >= event_id_at('2026-11-01')\` reads only the months from then on.
create table if not exists clickstream_events (
  ${key} primary key,
  ${others.join(",\n  ")},
  ${EXTRA} jsonb,
  object_key text not null,
  loaded_at timestamptz not null default now()
) partition by range (event_id);

-- Adds the columns that a table of an older version lacks.
${COLUMNS.filter(({ isRequired }) => !isRequired)
  .map((column) => `alter table clickstream_events add column if not exists ${describe("postgres", column)};`)
  .join("\n")}

-- A table of an older version asks for a name, which an event may lack.
alter table clickstream_events alter column event_name drop not null;

-- Ids that are not UUIDv7 and so have no time, and ids whose time is too early or in the future.
create table if not exists clickstream_events_other partition of clickstream_events default;

create index if not exists clickstream_events_visitor on clickstream_events (client_id, event_timestamp);
create index if not exists clickstream_events_stream on clickstream_events (page_load_id, event_seq);
create index if not exists clickstream_events_name on clickstream_events (event_name, event_timestamp);
-- Rows are stored in the order in which they are received, so a block range index is enough, and it is small.
create index if not exists clickstream_events_received on clickstream_events using brin (received_at);
`;
}

function buildRedshiftLoad(): string {
  return `${HEADER}
-- The same table on Redshift, filled by its own COPY from S3. Redshift does not enforce a primary key, so the last
-- statement removes duplicates.
create table if not exists clickstream_events (
  ${listColumns("redshift").join(",\n  ")}
) diststyle key distkey (client_id) sortkey (event_timestamp);

create temp table incoming (like clickstream_events);

-- First put redshift-jsonpaths.json into a bucket. It lists the paths in the order of the columns.
copy incoming from 's3://clickstream-s3-ingest/events/2026/11/24/'
  iam_role 'arn:aws:iam::<account>:role/<role that may read the bucket>'
  json 's3://<your bucket>/redshift-jsonpaths.json' timeformat 'auto' truncatecolumns maxerror 1000;

insert into clickstream_events
select ${COLUMNS.map(({ name }) => name).join(", ")} from (
  select incoming.*, row_number() over (partition by event_id order by received_at) as copy_number from incoming
) as once
where copy_number = 1 and not exists (select 1 from clickstream_events as known where known.event_id = once.event_id);
`;
}

/** Objects and timestamps are text in this table: queries use `json_extract_scalar` and `from_iso8601_timestamp`. */
function buildAthenaTable(): string {
  const ownFields = COLUMNS.filter(({ path }) => path.length === 1);
  const noteFields = COLUMNS.filter(({ path }) => path.length === 2);
  const note = noteFields.map((column) => `${column.name}: ${COLUMN_TYPES[column.type].athena}`);
  return `${HEADER}
-- The bucket as a table of Athena. Partition projection computes the partitions from the keys, so none is registered.
create external table clickstream_raw (
  ${ownFields.map((column) => describe("athena", column)).join(",\n  ")},
  ingest struct<
    ${note.join(",\n    ")}
  >
)
partitioned by (day string)
row format serde 'org.openx.data.jsonserde.JsonSerDe'
with serdeproperties ('mapping.ingest' = '_ingest', 'ignore.malformed.json' = 'true')
location 's3://clickstream-s3-ingest/events/'
tblproperties (
  'projection.enabled' = 'true',
  'projection.day.type' = 'date',
  'projection.day.format' = 'yyyy/MM/dd',
  'projection.day.range' = '2026/01/01,NOW+1DAYS',
  'projection.day.interval' = '1',
  'projection.day.interval.unit' = 'DAYS',
  'storage.location.template' = 's3://clickstream-s3-ingest/events/\${day}/'
);
`;
}

function listColumns(engine: Engine): readonly string[] {
  return COLUMNS.map((column) => describe(engine, column));
}

function describe(engine: Engine, { name, type, isRequired }: Column): string {
  const isNull = isRequired && engine !== "athena" ? " not null" : "";
  return `${name} ${COLUMN_TYPES[type][engine]}${isNull}`;
}

function buildJsonPaths(): string {
  const jsonpaths = COLUMNS.map(({ path }) => `$${path.map((field) => `['${field ?? ""}']`).join("")}`);
  return `${JSON.stringify({ jsonpaths }, undefined, 2)}\n`;
}
