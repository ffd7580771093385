/** Builds the SQL that repeats the columns, for each engine. `npm run warehouse:sql` writes it into `sql/`. Pure. */
import { COLUMN_TYPES } from "./column-types.ts";
import { COLUMNS, EXTRA, type Column } from "./columns.ts";

const ORIGIN =
  "-- Written by `npm run warehouse:sql` from examples/warehouse/columns/columns.ts: change that file, not this one.";

type Engine = "postgres" | "redshift" | "athena";

/** Files of `sql/` by name. */
export function generateSql(): ReadonlyMap<string, string> {
  return new Map([
    ["events.sql", buildPostgres()],
    ["redshift.sql", buildRedshift()],
    ["redshift-jsonpaths.json", buildJsonPaths()],
    ["athena.sql", buildAthena()],
  ]);
}

function buildPostgres(): string {
  const [key, ...others] = listColumns("postgres");
  return `${ORIGIN}
-- One row for each event, of all time.
--
-- A partitioned table has its partition key in each unique key. With a date beside the id, the same event could lie in
-- two months. So the key is the id alone: a UUIDv7 begins with its time, and a month is a range of ids. An event is
-- unique in the whole table, and a query that says \`event_id >= event_id_at('2026-11-01')\` reads only the months it needs.
create table if not exists clickstream_events (
  ${key} primary key,
  ${others.join(",\n  ")},
  ${EXTRA} jsonb,
  object_key text not null,
  loaded_at timestamptz not null default now()
) partition by range (event_id);

-- A column that came later. (On a table that was made just now, these do nothing.)
${COLUMNS.filter(({ isRequired }) => !isRequired)
  .map((column) => `alter table clickstream_events add column if not exists ${describe("postgres", column)};`)
  .join("\n")}

-- Ids without a time, and ids of clocks that are years off.
create table if not exists clickstream_events_other partition of clickstream_events default;

create index if not exists clickstream_events_visitor on clickstream_events (client_id, event_timestamp);
create index if not exists clickstream_events_stream on clickstream_events (page_load_id, event_seq);
create index if not exists clickstream_events_name on clickstream_events (event_name, event_timestamp);
-- Rows lie in the order of their coming, so a block range index is enough, and next to nothing in size.
create index if not exists clickstream_events_received on clickstream_events using brin (received_at);
`;
}

function buildRedshift(): string {
  return `${ORIGIN}
-- The same table on Redshift, filled by its own COPY from S3. Redshift enforces no primary key, so the last statement
-- takes each event once.
create table if not exists clickstream_events (
  ${listColumns("redshift").join(",\n  ")}
) diststyle key distkey (client_id) sortkey (event_timestamp);

create temp table incoming (like clickstream_events);

-- Put redshift-jsonpaths.json into a bucket first: it has the paths in the order of the columns.
copy incoming from 's3://clickstream-s3-ingest/events/2026/11/24/'
  iam_role 'arn:aws:iam::<account>:role/<role that may read the bucket>'
  json 's3://<your bucket>/redshift-jsonpaths.json' timeformat 'auto' truncatecolumns maxerror 1000;

insert into clickstream_events
select ${COLUMNS.map(({ name }) => name).join(", ")} from (
  select incoming.*, row_number() over (partition by event_id order by received_at) as place from incoming
) as once
where place = 1 and not exists (select 1 from clickstream_events as known where known.event_id = once.event_id);
`;
}

/** Objects and instants are text to the reader of JSON: \`json_extract_scalar\` and \`from_iso8601_timestamp\` open them. */
function buildAthena(): string {
  const ownFields = COLUMNS.filter(({ path }) => path.length === 1);
  const noteFields = COLUMNS.filter(({ path }) => path.length === 2);
  const note = noteFields.map((column) => `${column.name}: ${COLUMN_TYPES[column.type].athena}`);
  return `${ORIGIN}
-- The bucket as a table of Athena. Projection computes the partitions from the key, so none is ever registered.
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
