-- The views that those of `views/` use, in PostgreSQL's dialect. duckdb-views.sql has the same views in DuckDB's.

-- Reads a number, which hand-written senders may send as text ("3"). What is no number, or not below `bound`, is unknown:
-- sums then stay within what every engine can add up.
create or replace function read_number(value jsonb, bound numeric) returns numeric
language sql immutable parallel safe as $$
  select case when abs(number) < bound then number end
  from (select case
    when jsonb_typeof(value) = 'number' then round((value #>> '{}')::numeric, 4)
    when jsonb_typeof(value) = 'string' and value #>> '{}' ~ '^-?[0-9]{1,12}([.][0-9]{1,4})?$' then (value #>> '{}')::numeric
  end as number) as read
$$;

-- One row for each purchase and each refund, as it was tracked. The same order may have several.
create view order_events as
select event_id, event_name, event_timestamp, client_id,
  case when jsonb_typeof(properties -> 'order_id') in ('string', 'number')
    then nullif(trim(properties ->> 'order_id'), '') end as order_id,
  substring(upper(trim(properties ->> 'currency')) from '^[A-Z]{3}$') as currency,
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
from clickstream_events as e
cross join lateral jsonb_array_elements(
  case when jsonb_typeof(e.properties -> 'items') = 'array' then e.properties -> 'items' else '[]' end
) as item
where event_name in ('purchase', 'refund') and jsonb_typeof(item) = 'object';

-- One row for each page load that a drop report names. No page drops a billion events: a higher count is not believed, so
-- that no sum can overflow.
create view stream_reports as
select page_load_id, max(last_seq) as last_seq,
  sum((select coalesce(sum(least(value::bigint, 1000000000)), 0) from jsonb_each_text(dropped)))::bigint as dropped
from clickstream_streams
group by page_load_id;
