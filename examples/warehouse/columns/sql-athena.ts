/** The tables of Athena: raw objects, and compacted files. Pure. */
import { COLUMNS } from "./columns.ts";
import { describe, HEADER, listNoteFields, PARQUET_COLUMNS } from "./column-lists.ts";

/** Objects and timestamps are text in the raw table: queries use `json_extract_scalar` and `from_iso8601_timestamp`. */
export function buildAthenaTables(): string {
  const ownFields = COLUMNS.filter(({ path }) => path.length === 1);
  return `${HEADER}
-- The bucket as a table of Athena. Partition projection computes the partitions from the keys, so none is registered.
create external table clickstream_raw (
  ${ownFields.map((column) => describe("athena", column)).join(",\n  ")},
  \`ingest\` struct<
    ${listNoteFields().join(",\n    ")}
  >
)
partitioned by (\`day\` string)
row format serde 'org.openx.data.jsonserde.JsonSerDe'
with serdeproperties ('mapping.ingest' = '_ingest', 'ignore.malformed.json' = 'true')
location 's3://clickstream-s3-ingest/events/'
tblproperties (${describeProjection("yyyy/MM/dd", "2026/01/01")},
  'storage.location.template' = 's3://clickstream-s3-ingest/events/\${day}/'
);

-- What \`npm run compact\` writes: each event once, in columns.
create external table clickstream_events (
  ${PARQUET_COLUMNS.join(",\n  ")}
)
partitioned by (\`day\` string)
stored as parquet
location 's3://clickstream-parquet/clickstream_events/'
tblproperties (${describeProjection("yyyy-MM-dd", "2026-01-01")}
);
`;
}

function describeProjection(format: string, firstDay: string): string {
  const properties = {
    enabled: "true",
    "day.type": "date",
    "day.format": format,
    "day.range": `${firstDay},NOW+1DAYS`,
    "day.interval": "1",
    "day.interval.unit": "DAYS",
  };
  return Object.entries(properties)
    .map(([name, value]) => `\n  'projection.${name}' = '${value}'`)
    .join(",");
}
