/** The table of PostgreSQL. Pure. */
import { COLUMNS, EXTRA } from "./columns.ts";
import { describe, HEADER, listColumns } from "./column-lists.ts";

export function buildPostgresTable(): string {
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
