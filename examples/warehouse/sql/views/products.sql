-- One row for each product: views, carts, orders, revenue. Amounts are added up without regard to the currency.
create view product_performance as
with seen as (
  select context_product_id as product_id,
    (array_agg(context_product_name order by event_timestamp desc, event_id desc))[1] as name,
    count(*) filter (where event_name = 'product_view') as views,
    count(distinct client_id) filter (where event_name = 'product_view') as visitors,
    count(*) filter (where event_name = 'add_to_cart') as adds,
    count(*) filter (where event_name = 'remove_from_cart') as removes
  from clickstream_events
  where context_product_id is not null
  group by context_product_id
), bought as (
  select product_id, count(*) as orders, sum(quantity) as units, sum(price * quantity) as revenue
  from order_items
  where product_id is not null
  group by product_id
)
select product_id, name,
  coalesce(views, 0) as views,
  coalesce(visitors, 0) as visitors,
  coalesce(adds, 0) as adds,
  coalesce(removes, 0) as removes,
  coalesce(orders, 0) as orders,
  coalesce(units, 0) as units,
  coalesce(revenue, 0) as revenue
from seen full join bought using (product_id);
