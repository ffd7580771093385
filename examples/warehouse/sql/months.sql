-- Monthly partitions. A UUIDv7 begins with 48 bits of milliseconds since 1970, and PostgreSQL orders uuids by their bytes.

-- The smallest id of a time. It is immutable, so that the planner can leave out partitions.
create or replace function event_id_at(moment timestamptz) returns uuid
language sql immutable strict parallel safe as $$
  select (lpad(to_hex(floor(extract(epoch from moment) * 1000)::bigint), 12, '0') || repeat('0', 20))::uuid
$$;

-- Creates the partition of a month (in UTC), and moves the events of that month into it that were stored before the
-- partition was there: those of clocks that are ahead. `security definer`: the loader needs no right to create tables.
-- Of several loaders that need a month at the same moment, one creates it, and the others wait for that.
create or replace function ensure_events_month(month date) returns void
language plpgsql security definer set search_path = public, pg_temp as $$
declare
  first timestamptz := date_trunc('month', month::timestamp) at time zone 'UTC';
  next timestamptz := (date_trunc('month', month::timestamp) + interval '1 month') at time zone 'UTC';
  partition text := 'clickstream_events_' || to_char(month, 'YYYY_MM');
begin
  if to_regclass(partition) is not null then return; end if;
  perform pg_advisory_xact_lock(7263004);
  -- Not `to_regclass`: it may still have in mind that there was no such table.
  if exists (select from pg_catalog.pg_class where relname = partition and relnamespace = 'public'::regnamespace) then
    return;
  end if;
  execute format('create table %I (like clickstream_events including all)', partition);
  execute format(
    'with early as (delete from clickstream_events_other where event_id >= %L and event_id < %L returning *)
     insert into %I select * from early', event_id_at(first), event_id_at(next), partition);
  execute format('alter table clickstream_events attach partition %I for values from (%L) to (%L)',
    partition, event_id_at(first), event_id_at(next));
end
$$;
revoke all on function ensure_events_month(date) from public;
