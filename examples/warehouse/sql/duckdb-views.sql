-- The views that those of `views/` use, in DuckDB's dialect. postgres-views.sql has the same views in PostgreSQL's.

-- One row for each item of each order. An order counts once, even if its page was loaded twice.
create view order_items as
select event_id, event_timestamp, client_id, order_id,
  item ->> 'context_product_id' as product_id,
  -- What the visitor paid for one unit.
  coalesce(
    case when json_type(item -> 'context_product_discount_price') <> 'VARCHAR'
      then try_cast(item ->> 'context_product_discount_price' as decimal(18, 4)) end,
    case when json_type(item -> 'context_product_price') <> 'VARCHAR'
      then try_cast(item ->> 'context_product_price' as decimal(18, 4)) end
  ) as price,
  case when json_type(item -> 'quantity') <> 'VARCHAR' then try_cast(item ->> 'quantity' as decimal(18, 4)) end as quantity
from (
  -- DuckDB unnests in the select list, so the orders are made distinct first.
  select o.*, unnest(from_json(items, '["json"]')) as item
  from (
    select distinct on (coalesce(properties ->> 'order_id', event_id::text))
      event_id, event_timestamp, client_id, properties ->> 'order_id' as order_id,
      case when json_type(properties -> 'items') = 'ARRAY' then properties -> 'items' end as items
    from clickstream_events
    where event_name = 'purchase'
    order by coalesce(properties ->> 'order_id', event_id::text), event_id
  ) as o
)
where json_type(item) = 'OBJECT';

-- One row for each page load that a drop report names. The loader keeps these reports in clickstream_streams.
create view stream_reports as
with reports as (
  select stream as report from clickstream_lines where json_type(stream) = 'OBJECT'
  union all
  select unnest(from_json(stream -> 'previous', '["json"]')) from clickstream_lines
  where json_type(stream -> 'previous') = 'ARRAY'
), counts as (
  select report ->> 'page_load_id' as page_load_id, reason, max((report -> 'dropped' ->> reason)::bigint) as count,
    coalesce(report ->> 'counted_by', report ->> 'page_load_id') as counted_by
  from (select report, unnest(json_keys(report, 'dropped')) as reason from reports)
  group by all
)
select r.page_load_id, max(r.last_seq) as last_seq,
  coalesce((select sum(count) from counts as c where c.page_load_id = r.page_load_id), 0)::bigint as dropped
from (select report ->> 'page_load_id' as page_load_id, (report ->> 'last_seq')::bigint as last_seq from reports) as r
group by r.page_load_id;
