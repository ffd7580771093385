-- Orders, refunds and revenue. Money is never added up across currencies. What nobody has said is null, not 0.

-- One row for each order. Its page may have been loaded several times, and its first event may have been incomplete: the
-- newest of the most complete events counts. It was placed when it was first seen. `revenue` is what the event says as
-- `value`, or else the sum of its items.
create view orders as
with item_sums as (
  select event_id, sum(price * quantity) as amount, bool_and(price is not null and quantity is not null) as is_priced
  from order_event_items
  group by event_id
), priced as (
  select e.*, coalesce(order_id, event_id::text) as order_key,
    coalesce(value, case when is_priced then amount end) as revenue,
    case when is_priced then 2 when value is not null then 1 else 0 end as completeness
  from order_events as e left join item_sums using (event_id)
  where event_name = 'purchase'
), ranked as (
  select *,
    min(event_timestamp) over (partition by order_key) as ordered_at,
    row_number() over (partition by order_key order by completeness desc, event_timestamp desc, event_id desc) as place
  from priced
)
select event_id, order_id, ordered_at, client_id, currency, revenue
from ranked
where place = 1;

-- One row for each item of each order.
create view order_items as
select event_id, ordered_at, client_id, order_id, currency, product_id, price, quantity
from orders join order_event_items using (event_id);

-- One row for each refund. Without items and `value`, the whole order is refunded; that can happen only once.
create view refunds as
with item_sums as (
  select event_id, sum(price * quantity) as amount
  from order_event_items
  group by event_id
), stated as (
  select e.*, amount as item_amount, item_sums.event_id is not null as has_items,
    row_number() over (partition by coalesce(order_id, event_id::text), item_sums.event_id is not null
      order by event_timestamp, e.event_id) as place
  from order_events as e left join item_sums using (event_id)
  where event_name = 'refund'
)
select s.event_id, s.event_timestamp as refunded_at, s.order_id, s.has_items,
  coalesce(s.currency, o.currency) as currency,
  -- Some senders give what is paid back as a negative amount.
  abs(coalesce(s.value, case when s.has_items then s.item_amount else o.revenue end)) as amount
from stated as s left join orders as o on o.order_id = s.order_id
where s.has_items or s.place = 1;

-- One row for each day (UTC) and currency: orders by the day they were placed, refunds by the day they were made.
create view revenue as
select day, currency,
  sum(orders) as orders,
  sum(revenue) as revenue,
  sum(refunded) as refunded,
  sum(without_amount) as orders_without_amount
from (
  select (ordered_at at time zone 'UTC')::date as day, currency, 1 as orders, coalesce(revenue, 0) as revenue,
    0 as refunded, case when revenue is null then 1 else 0 end as without_amount
  from orders
  union all
  select (refunded_at at time zone 'UTC')::date, currency, 0, 0, coalesce(amount, 0), 0
  from refunds
) as amounts
group by day, currency;
