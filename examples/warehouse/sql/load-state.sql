-- What the loader stores besides the events: drop reports, bad lines, and how far it has loaded.

-- Drop reports: how many events of a page load were dropped, by reason. A page load may also drop events that an earlier
-- page load left behind, so each page load that counted (`counted_by`) has a row, and the rows of a page load add up.
create table if not exists clickstream_streams (
  page_load_id text not null,
  counted_by text not null,
  last_seq bigint not null,
  dropped jsonb not null,
  primary key (page_load_id, counted_by)
);

-- Merges two reports. Counts only grow, and reports come in any order: the higher count of a reason is the newer one.
create or replace function highest_counts(one jsonb, other jsonb) returns jsonb
language sql immutable strict parallel safe as $$
  select coalesce(jsonb_object_agg(reason, count), '{}') from (
    select key as reason, max(value::bigint) as count
    from (select * from jsonb_each_text(one) union all select * from jsonb_each_text(other)) as counts
    group by key
  ) as highest
$$;

-- Lines that are not events: where they are, and why. `line` is 0 if the object as a whole could not be loaded.
create table if not exists clickstream_quarantine (
  source text not null,
  object_key text not null,
  line integer not null,
  reason text not null,
  found_at timestamptz not null default now(),
  primary key (source, object_key, line)
);

-- Loaded objects. They are kept for as long as the loader looks back, so that it reads no object twice.
create table if not exists clickstream_loaded_objects (
  source text not null,
  object_key text not null,
  last_modified timestamptz not null,
  primary key (source, object_key)
);
create index if not exists clickstream_loaded_objects_age on clickstream_loaded_objects (source, last_modified);

-- Watermark: all objects modified up to this time are loaded. It is a time of the source's own clock.
create table if not exists clickstream_watermark (
  source text primary key,
  listed_until timestamptz not null,
  moved_at timestamptz not null default now()
);

-- Objects that an erasure has removed, and what has the lines of others. A loader that read such an object before does not
-- store it after. They are kept for 30 days, so that an erasure that was killed can be run again.
create table if not exists clickstream_erased_objects (
  source text not null,
  object_key text not null,
  replaced_by text,
  erased_at timestamptz not null default now(),
  primary key (source, object_key)
);
