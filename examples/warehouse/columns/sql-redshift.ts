/** The table of Redshift, and how it is filled. Pure. */
import { COLUMNS } from "./columns.ts";
import { HEADER, listColumns, listNames } from "./column-lists.ts";

export function buildRedshiftLoad(): string {
  const names = listNames("redshift");
  return `${HEADER}
-- The same table on Redshift, filled by its own COPY from S3. Redshift does not enforce a primary key, so the last
-- statement removes duplicates. Names are quoted, since \`identity\` is a reserved word there: quote it in your queries, too.
create table if not exists clickstream_events (
  ${listColumns("redshift").join(",\n  ")}
) diststyle key distkey (client_id) sortkey (event_timestamp);

create temp table incoming (like clickstream_events);

-- First put redshift-jsonpaths.json into a bucket. It lists the paths in the order of the columns. A line that cannot be
-- loaded ends the COPY, and sys_load_error_detail names it: no line is skipped in silence.
copy incoming from 's3://clickstream-s3-ingest/events/2026/11/24/'
  iam_role 'arn:aws:iam::<account>:role/<role that may read the bucket>'
  json 's3://<your bucket>/redshift-jsonpaths.json' timeformat 'auto';

insert into clickstream_events (${names})
select ${names} from (
  select incoming.*, row_number() over (partition by event_id order by received_at) as copy_number from incoming
) as once
where copy_number = 1 and not exists (select 1 from clickstream_events as known where known.event_id = once.event_id);
`;
}

export function buildJsonPaths(): string {
  const jsonpaths = COLUMNS.map(({ path }) => `$${path.map((field) => `['${field ?? ""}']`).join("")}`);
  return `${JSON.stringify({ jsonpaths }, undefined, 2)}\n`;
}
