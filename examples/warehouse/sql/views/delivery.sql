-- Is anything missing? One row for each page load that has an event or a drop report. `missing` is 0 if every tracked event
-- is stored, or was dropped and counted. docs/delivery.md says what other values mean.
create view delivery_proof as
with stored as (
  select page_load_id,
    count(distinct event_seq) as stored,
    max(event_seq) as highest_seq,
    max(received_at) as last_received_at
  from clickstream_events
  where page_load_id is not null and event_seq is not null
  group by page_load_id
), counted as (
  select page_load_id,
    greatest(coalesce(last_seq, 0), coalesce(highest_seq, 0)) as last_seq,
    coalesce(stored, 0) as stored,
    coalesce(dropped, 0) as dropped,
    last_received_at
  from stored full join stream_reports using (page_load_id)
)
select page_load_id, last_seq, stored, dropped, last_seq - stored - dropped as missing, last_received_at
from counted;
