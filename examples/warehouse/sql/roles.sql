-- Three roles without login. Each has only the rights that it needs. Grant the roles to your users.
do $$
declare
  name text;
begin
  foreach name in array array['clickstream_loader', 'clickstream_reader', 'clickstream_eraser'] loop
    if not exists (select from pg_roles where rolname = name) then execute format('create role %I nologin', name); end if;
  end loop;
end
$$;

grant usage on schema public to clickstream_loader, clickstream_reader, clickstream_eraser;

-- The loader adds events. It cannot change or remove one.
grant select, insert on clickstream_events to clickstream_loader;
grant select, insert, update on clickstream_streams, clickstream_watermark to clickstream_loader;
grant select, insert, update, delete on clickstream_quarantine, clickstream_loaded_objects to clickstream_loader;
grant select on warehouse_schema, clickstream_erased_objects to clickstream_loader;
grant execute on function ensure_events_month(date) to clickstream_loader;

-- The reader queries.
grant select on clickstream_events, clickstream_streams, clickstream_quarantine, clickstream_watermark,
  visitor_events, session_events, sessions, funnel, order_events, order_event_items, orders, order_items, refunds, revenue,
  product_performance, product_revenue, stream_reports, delivery_proof, freshness
  to clickstream_reader;

-- The eraser removes what is stored of a visitor. It notes which objects it changed, and counts the events that it erased
-- of a page load whose other events stay.
grant select, delete on clickstream_events, clickstream_quarantine, clickstream_loaded_objects to clickstream_eraser;
grant update (object_key) on clickstream_events to clickstream_eraser;
grant select, insert, update, delete on clickstream_streams, clickstream_erased_objects to clickstream_eraser;
grant select on warehouse_schema to clickstream_eraser;
