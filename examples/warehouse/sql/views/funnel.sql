-- How many sessions reached each step from product view to purchase, by the day (UTC) on which the session began. A step
-- counts only if the session reached the step before it first.
create view funnel as
with viewed as (
  select *, bool_or(event_name = 'product_view') over path as has_viewed
  from session_events
  window path as (partition by visitor_id, session_number order by event_timestamp, event_id rows unbounded preceding)
), added as (
  select *, bool_or(has_viewed and event_name = 'add_to_cart') over path as has_added
  from viewed
  window path as (partition by visitor_id, session_number order by event_timestamp, event_id rows unbounded preceding)
), checked_out as (
  select *, bool_or(has_added and event_name = 'checkout_start') over path as has_checked_out
  from added
  window path as (partition by visitor_id, session_number order by event_timestamp, event_id rows unbounded preceding)
), session_steps as (
  select visitor_id, session_number, min(event_timestamp) as started_at,
    bool_or(has_viewed) as has_viewed,
    bool_or(has_added) as has_added,
    bool_or(has_checked_out) as has_checked_out,
    bool_or(has_checked_out and event_name = 'purchase') as has_purchased
  from checked_out
  group by visitor_id, session_number
)
select (started_at at time zone 'UTC')::date as day,
  count(*) as sessions,
  count(*) filter (where has_viewed) as product_view,
  count(*) filter (where has_added) as add_to_cart,
  count(*) filter (where has_checked_out) as checkout_start,
  count(*) filter (where has_purchased) as purchase
from session_steps
group by (started_at at time zone 'UTC')::date;
