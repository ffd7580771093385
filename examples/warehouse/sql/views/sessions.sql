-- Sessions: the events of a visitor without a pause of more than 30 minutes, as the SDK counts them.
-- Two tabs that are open at the same time have two `session_id`s of the SDK, and are one session here.

create view session_events as
select *, sum(case when pause > interval '30 minutes' then 1 else 0 end)
  over (partition by visitor_id order by event_timestamp, event_id rows unbounded preceding) + 1 as session_number
from (
  select event_id, event_name, event_timestamp, visitor_id, session_id, page_path, properties,
    event_timestamp - lag(event_timestamp) over (partition by visitor_id order by event_timestamp, event_id) as pause
  from visitor_events
  where visitor_id is not null
) as paused;

create view sessions as
select visitor_id, session_number,
  min(event_timestamp) as started_at,
  max(event_timestamp) as ended_at,
  count(*) as events,
  count(*) filter (where event_name = 'page_view') as page_views,
  (array_agg(page_path order by event_timestamp, event_id))[1] as first_page,
  coalesce(bool_or(event_name = 'purchase'), false) as has_purchase,
  count(distinct nullif(session_id, '')) as session_ids
from session_events
group by visitor_id, session_number;
