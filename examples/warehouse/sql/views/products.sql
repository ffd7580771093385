-- One row for each product: views, carts, orders, units. `product_revenue` has the money, by currency.
create view product_performance as
with seen as (
  select context_product_id as product_id,
    (array_agg(context_product_name order by event_timestamp desc, event_id desc))[1] as name,
    count(*) filter (where event_name = 'product_view') as views,
    count(distinct visitor_id) filter (where event_name = 'product_view') as visitors,
    count(*) filter (where event_name = 'add_to_cart') as adds,
    count(*) filter (where event_name = 'remove_from_cart') as removes
  from visitor_events
  where nullif(context_product_id, '') is not null
  group by context_product_id
), bought as (
  select product_id, count(distinct event_id) as orders, sum(quantity) as units
  from order_items
  where nullif(product_id, '') is not null
  group by product_id
)
select product_id, name,
  coalesce(views, 0) as views,
  coalesce(visitors, 0) as visitors,
  coalesce(adds, 0) as adds,
  coalesce(removes, 0) as removes,
  coalesce(orders, 0) as orders,
  coalesce(units, 0) as units
from seen full join bought using (product_id);

-- One row for each product and currency: what its orders brought, and what was paid back. Items without a price are left out.
create view product_revenue as
with refunded_items as (
  select product_id, r.currency, price * quantity as amount
  from refunds as r join order_event_items using (event_id)
  union all
  select product_id, o.currency, price * quantity
  from refunds as r join order_items as o on o.order_id = r.order_id
  where not r.has_items
)
select product_id, currency, sum(revenue) as revenue, sum(refunded) as refunded
from (
  select product_id, currency, price * quantity as revenue, 0 as refunded from order_items
  union all
  select product_id, currency, 0, abs(amount) from refunded_items
) as amounts
where nullif(product_id, '') is not null and revenue + refunded is not null
group by product_id, currency;
