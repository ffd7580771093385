-- One row: the newest event, and how long events take from the visitor to the ingest.
create view freshness as
select count(*) as events,
  count(distinct visitor_id) as visitors,
  max(event_timestamp) as newest_event,
  max(received_at) as newest_received,
  percentile_cont(0.5) within group (order by extract(epoch from received_at - event_timestamp)) as delay_p50_s,
  percentile_cont(0.95) within group (order by extract(epoch from received_at - event_timestamp)) as delay_p95_s
from visitor_events;
