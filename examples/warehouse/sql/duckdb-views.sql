-- The views that those of `views/` use, in DuckDB's dialect. postgres-views.sql has the same views in PostgreSQL's.

-- Reads a number, which hand-written senders may send as text ("3"). What is no number, or not below `bound`, is unknown:
-- sums then stay within what every engine can add up.
create macro read_number(value, bound) as case
  when json_type(value) in ('OBJECT', 'ARRAY', 'BOOLEAN') then null
  when json_type(value) = 'VARCHAR' and not regexp_full_match(value ->> '$', '-?[0-9]{1,12}([.][0-9]{1,4})?') then null
  when abs(try_cast(value ->> '$' as decimal(18, 4))) < bound then try_cast(value ->> '$' as decimal(18, 4))
end;

-- One row for each purchase and each refund, as it was tracked. The same order may have several.
create view order_events as
select event_id, event_name, event_timestamp, client_id,
  case when json_type(properties -> 'order_id') not in ('OBJECT', 'ARRAY', 'BOOLEAN')
    then nullif(trim(properties ->> 'order_id'), '') end as order_id,
  case when regexp_full_match(upper(trim(properties ->> 'currency')), '[A-Z]{3}')
    then upper(trim(properties ->> 'currency')) end as currency,
  read_number(properties -> 'value', 1e12) as value
from clickstream_events
where event_name in ('purchase', 'refund');

-- One row for each item of each of them.
create view order_event_items as
select event_id,
  item ->> 'context_product_id' as product_id,
  -- What the visitor paid for one unit.
  coalesce(read_number(item -> 'context_product_discount_price', 1e12),
    read_number(item -> 'context_product_price', 1e12)) as price,
  read_number(item -> 'quantity', 1e6) as quantity
from (
  select event_id, unnest(from_json(properties -> 'items', '["json"]')) as item
  from clickstream_events
  where event_name in ('purchase', 'refund') and json_type(properties -> 'items') = 'ARRAY'
)
where json_type(item) = 'OBJECT';

-- One row for each page load that a drop report names. Counts only grow: the highest of a reason is the newest.
-- No page drops a billion events: a higher count is not believed, so that no sum can overflow.
create view stream_reports as
with counts as (
  select page_load_id, counted_by, reason, max(last_seq) as last_seq, least(max(count), 1000000000) as dropped
  from clickstream_reports
  group by page_load_id, counted_by, reason
)
select page_load_id, max(last_seq) as last_seq, sum(dropped)::bigint as dropped
from counts
group by page_load_id;
