-- The views that those of `views/` use, in PostgreSQL's dialect. duckdb-views.sql has the same views in DuckDB's.

-- One row for each item of each order. An order counts once, even if its page was loaded twice.
create view order_items as
select o.event_id, o.event_timestamp, o.client_id, o.order_id,
  item ->> 'context_product_id' as product_id,
  -- What the visitor paid for one unit.
  coalesce(
    case when jsonb_typeof(item -> 'context_product_discount_price') = 'number'
      then (item ->> 'context_product_discount_price')::numeric end,
    case when jsonb_typeof(item -> 'context_product_price') = 'number'
      then (item ->> 'context_product_price')::numeric end
  ) as price,
  case when jsonb_typeof(item -> 'quantity') = 'number' then (item ->> 'quantity')::numeric end as quantity
from (
  select distinct on (coalesce(properties ->> 'order_id', event_id::text))
    event_id, event_timestamp, client_id, properties ->> 'order_id' as order_id,
    case when jsonb_typeof(properties -> 'items') = 'array' then properties -> 'items' else '[]' end as items
  from clickstream_events
  where event_name = 'purchase'
  order by coalesce(properties ->> 'order_id', event_id::text), event_id
) as o
cross join lateral jsonb_array_elements(o.items) as item
where jsonb_typeof(item) = 'object';

-- One row for each page load that a drop report names.
create view stream_reports as
select page_load_id, max(last_seq) as last_seq,
  sum((select coalesce(sum(value::bigint), 0) from jsonb_each_text(dropped)))::bigint as dropped
from clickstream_streams
group by page_load_id;
