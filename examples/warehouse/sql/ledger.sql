-- What the loader keeps besides the events.

-- What was dropped of each page load, by whom: the highest count that any report has. A page load counts what it drops
-- itself, of its own events and of those that an earlier one left, so what several have counted adds up.
create table if not exists clickstream_streams (
  page_load_id text not null,
  counted_by text not null,
  last_seq bigint not null,
  dropped jsonb not null,
  primary key (page_load_id, counted_by)
);

-- Counts by reason only grow, and reports come in any order: the higher one of each reason is the later one.
create or replace function highest_counts(one jsonb, other jsonb) returns jsonb
language sql immutable strict parallel safe as $$
  select coalesce(jsonb_object_agg(reason, count), '{}') from (
    select key as reason, max(value::bigint) as count
    from (select * from jsonb_each_text(one) union all select * from jsonb_each_text(other)) as counts
    group by key
  ) as highest
$$;

-- Lines that are no events: where they are and why. `line` is 0 where the object as a whole could not be taken.
create table if not exists clickstream_quarantine (
  source text not null,
  object_key text not null,
  line integer not null,
  reason text not null,
  found_at timestamptz not null default now(),
  primary key (source, object_key, line)
);

-- Objects that are done with, for as long as the loader looks back: it reads none twice.
create table if not exists clickstream_loaded_objects (
  source text not null,
  object_key text not null,
  last_modified timestamptz not null,
  primary key (source, object_key)
);
create index if not exists clickstream_loaded_objects_age on clickstream_loaded_objects (source, last_modified);

-- Everything that the source had by this time, on its own clock, is done with.
create table if not exists clickstream_watermark (
  source text primary key,
  listed_until timestamptz not null,
  moved_at timestamptz not null default now()
);
