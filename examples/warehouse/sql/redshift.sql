-- Written by `npm run warehouse:sql` from examples/warehouse/columns/columns.ts: change that file, not this one.
-- The same table on Redshift, filled by its own COPY from S3. Redshift does not enforce a primary key, so the last
-- statement removes duplicates. Names are quoted, since `identity` is a reserved word there: quote it in your queries, too.
create table if not exists clickstream_events (
  "event_id" char(36) not null,
  "event_name" varchar(2048),
  "event_timestamp" timestamptz not null,
  "client_id" varchar(2048),
  "session_id" varchar(2048),
  "is_first_visit" boolean,
  "session_number" bigint,
  "session_start" varchar(2048),
  "user_id" varchar(2048),
  "user_login_state" varchar(64),
  "identity_source" varchar(2048),
  "context_product_id" varchar(65535),
  "context_product_name" varchar(65535),
  "context_product_category" varchar(65535),
  "context_product_brand" varchar(65535),
  "context_product_price" decimal(18, 4),
  "context_product_discount_price" decimal(18, 4),
  "context_product_url_path" varchar(65535),
  "page_url" varchar(65535),
  "page_path" varchar(65535),
  "page_title" varchar(65535),
  "page_referrer" varchar(65535),
  "global_privacy_control" boolean,
  "page_load_id" varchar(64),
  "event_seq" bigint,
  "properties" super,
  "received_at" timestamptz not null,
  "sent_at" timestamptz,
  "batch_id" varchar(64),
  "request_id" varchar(65535),
  "source_ip" varchar(65535),
  "user_agent" varchar(65535),
  "origin" varchar(65535),
  "origin_verified" boolean,
  "gpc" boolean,
  "token" varchar(64),
  "first_party_id" varchar(64),
  "event_id_source" varchar(64),
  "timestamp_source" varchar(64),
  "client_timestamp" varchar(65535),
  "identity" super,
  "claimed" super,
  "stream" super,
  "original" super
) diststyle key distkey (client_id) sortkey (event_timestamp);

create temp table incoming (like clickstream_events);

-- First put redshift-jsonpaths.json into a bucket. It lists the paths in the order of the columns. A line that cannot be
-- loaded ends the COPY, and sys_load_error_detail names it: no line is skipped in silence.
copy incoming from 's3://clickstream-s3-ingest/events/2026/11/24/'
  iam_role 'arn:aws:iam::<account>:role/<role that may read the bucket>'
  json 's3://<your bucket>/redshift-jsonpaths.json' timeformat 'auto';

insert into clickstream_events ("event_id", "event_name", "event_timestamp", "client_id", "session_id", "is_first_visit", "session_number", "session_start", "user_id", "user_login_state", "identity_source", "context_product_id", "context_product_name", "context_product_category", "context_product_brand", "context_product_price", "context_product_discount_price", "context_product_url_path", "page_url", "page_path", "page_title", "page_referrer", "global_privacy_control", "page_load_id", "event_seq", "properties", "received_at", "sent_at", "batch_id", "request_id", "source_ip", "user_agent", "origin", "origin_verified", "gpc", "token", "first_party_id", "event_id_source", "timestamp_source", "client_timestamp", "identity", "claimed", "stream", "original")
select "event_id", "event_name", "event_timestamp", "client_id", "session_id", "is_first_visit", "session_number", "session_start", "user_id", "user_login_state", "identity_source", "context_product_id", "context_product_name", "context_product_category", "context_product_brand", "context_product_price", "context_product_discount_price", "context_product_url_path", "page_url", "page_path", "page_title", "page_referrer", "global_privacy_control", "page_load_id", "event_seq", "properties", "received_at", "sent_at", "batch_id", "request_id", "source_ip", "user_agent", "origin", "origin_verified", "gpc", "token", "first_party_id", "event_id_source", "timestamp_source", "client_timestamp", "identity", "claimed", "stream", "original" from (
  select incoming.*, row_number() over (partition by event_id order by received_at) as copy_number from incoming
) as once
where copy_number = 1 and not exists (select 1 from clickstream_events as known where known.event_id = once.event_id);
