-- Written by `npm run warehouse:sql` from examples/warehouse/columns/columns.ts: change that file, not this one.
-- One row for each event.
--
-- PostgreSQL demands that a unique key contains the partition key. If that were a date beside the id, the same event could
-- be in two months. So the partition key is the id alone: a UUIDv7 begins with its time, and a month is a range of ids. An
-- event is unique in the whole table, and `event_id >= event_id_at('2026-11-01')` reads only the months from then on.
create table if not exists clickstream_events (
  event_id uuid not null primary key,
  event_name text,
  event_timestamp timestamptz not null,
  client_id text,
  session_id text,
  is_first_visit boolean,
  session_number bigint,
  session_start text,
  user_id text,
  user_login_state text,
  identity_source text,
  context_product_id text,
  context_product_name text,
  context_product_category text,
  context_product_brand text,
  context_product_price numeric,
  context_product_discount_price numeric,
  context_product_url_path text,
  page_url text,
  page_path text,
  page_title text,
  page_referrer text,
  global_privacy_control boolean,
  page_load_id text,
  event_seq bigint,
  properties jsonb,
  received_at timestamptz not null,
  sent_at timestamptz,
  batch_id text,
  request_id text,
  source_ip text,
  user_agent text,
  origin text,
  origin_verified boolean,
  gpc boolean,
  token text,
  first_party_id text,
  event_id_source text,
  timestamp_source text,
  client_timestamp text,
  identity jsonb,
  claimed jsonb,
  stream jsonb,
  original jsonb,
  extra jsonb,
  object_key text not null,
  loaded_at timestamptz not null default now()
) partition by range (event_id);

-- Adds the columns that a table of an older version lacks.
alter table clickstream_events add column if not exists event_name text;
alter table clickstream_events add column if not exists client_id text;
alter table clickstream_events add column if not exists session_id text;
alter table clickstream_events add column if not exists is_first_visit boolean;
alter table clickstream_events add column if not exists session_number bigint;
alter table clickstream_events add column if not exists session_start text;
alter table clickstream_events add column if not exists user_id text;
alter table clickstream_events add column if not exists user_login_state text;
alter table clickstream_events add column if not exists identity_source text;
alter table clickstream_events add column if not exists context_product_id text;
alter table clickstream_events add column if not exists context_product_name text;
alter table clickstream_events add column if not exists context_product_category text;
alter table clickstream_events add column if not exists context_product_brand text;
alter table clickstream_events add column if not exists context_product_price numeric;
alter table clickstream_events add column if not exists context_product_discount_price numeric;
alter table clickstream_events add column if not exists context_product_url_path text;
alter table clickstream_events add column if not exists page_url text;
alter table clickstream_events add column if not exists page_path text;
alter table clickstream_events add column if not exists page_title text;
alter table clickstream_events add column if not exists page_referrer text;
alter table clickstream_events add column if not exists global_privacy_control boolean;
alter table clickstream_events add column if not exists page_load_id text;
alter table clickstream_events add column if not exists event_seq bigint;
alter table clickstream_events add column if not exists properties jsonb;
alter table clickstream_events add column if not exists sent_at timestamptz;
alter table clickstream_events add column if not exists batch_id text;
alter table clickstream_events add column if not exists request_id text;
alter table clickstream_events add column if not exists source_ip text;
alter table clickstream_events add column if not exists user_agent text;
alter table clickstream_events add column if not exists origin text;
alter table clickstream_events add column if not exists origin_verified boolean;
alter table clickstream_events add column if not exists gpc boolean;
alter table clickstream_events add column if not exists token text;
alter table clickstream_events add column if not exists first_party_id text;
alter table clickstream_events add column if not exists event_id_source text;
alter table clickstream_events add column if not exists timestamp_source text;
alter table clickstream_events add column if not exists client_timestamp text;
alter table clickstream_events add column if not exists identity jsonb;
alter table clickstream_events add column if not exists claimed jsonb;
alter table clickstream_events add column if not exists stream jsonb;
alter table clickstream_events add column if not exists original jsonb;

-- A table of an older version asks for a name, which an event may lack.
alter table clickstream_events alter column event_name drop not null;

-- Ids that are not UUIDv7 and so have no time, and ids whose time is too early or in the future.
create table if not exists clickstream_events_other partition of clickstream_events default;

create index if not exists clickstream_events_visitor on clickstream_events (client_id, event_timestamp);
create index if not exists clickstream_events_stream on clickstream_events (page_load_id, event_seq);
create index if not exists clickstream_events_name on clickstream_events (event_name, event_timestamp);
-- Rows are stored in the order in which they are received, so a block range index is enough, and it is small.
create index if not exists clickstream_events_received on clickstream_events using brin (received_at);
