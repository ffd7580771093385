-- Written by `npm run warehouse:sql` from examples/warehouse/columns/columns.ts: change that file, not this one.
-- The same table on ClickHouse, filled from what `npm run compact` writes. A day that is filled again replaces its rows:
-- `final` in a query takes each event once.
create table if not exists clickstream_events (
  `event_id` UUID,
  `event_name` Nullable(String),
  `event_timestamp` DateTime64(6, 'UTC'),
  `client_id` Nullable(String),
  `session_id` Nullable(String),
  `is_first_visit` Nullable(Bool),
  `session_number` Nullable(Int64),
  `session_start` Nullable(String),
  `user_id` Nullable(String),
  `user_login_state` Nullable(String),
  `identity_source` Nullable(String),
  `context_product_id` Nullable(String),
  `context_product_name` Nullable(String),
  `context_product_category` Nullable(String),
  `context_product_brand` Nullable(String),
  `context_product_price` Nullable(Decimal(18, 4)),
  `context_product_discount_price` Nullable(Decimal(18, 4)),
  `context_product_url_path` Nullable(String),
  `page_url` Nullable(String),
  `page_path` Nullable(String),
  `page_title` Nullable(String),
  `page_referrer` Nullable(String),
  `global_privacy_control` Nullable(Bool),
  `page_load_id` Nullable(String),
  `event_seq` Nullable(Int64),
  `properties` Nullable(String),
  `received_at` DateTime64(6, 'UTC'),
  `sent_at` Nullable(DateTime64(6, 'UTC')),
  `batch_id` Nullable(String),
  `request_id` Nullable(String),
  `source_ip` Nullable(String),
  `user_agent` Nullable(String),
  `origin` Nullable(String),
  `origin_verified` Nullable(Bool),
  `gpc` Nullable(Bool),
  `token` Nullable(String),
  `first_party_id` Nullable(String),
  `event_id_source` Nullable(String),
  `timestamp_source` Nullable(String),
  `client_timestamp` Nullable(String),
  `identity` Nullable(String),
  `claimed` Nullable(String),
  `stream` Nullable(String),
  `original` Nullable(String)
)
engine = ReplacingMergeTree
partition by toYYYYMM(event_timestamp)
order by event_id;

insert into clickstream_events (`event_id`, `event_name`, `event_timestamp`, `client_id`, `session_id`, `is_first_visit`, `session_number`, `session_start`, `user_id`, `user_login_state`, `identity_source`, `context_product_id`, `context_product_name`, `context_product_category`, `context_product_brand`, `context_product_price`, `context_product_discount_price`, `context_product_url_path`, `page_url`, `page_path`, `page_title`, `page_referrer`, `global_privacy_control`, `page_load_id`, `event_seq`, `properties`, `received_at`, `sent_at`, `batch_id`, `request_id`, `source_ip`, `user_agent`, `origin`, `origin_verified`, `gpc`, `token`, `first_party_id`, `event_id_source`, `timestamp_source`, `client_timestamp`, `identity`, `claimed`, `stream`, `original`)
select `event_id`, `event_name`, `event_timestamp`, `client_id`, `session_id`, `is_first_visit`, `session_number`, `session_start`, `user_id`, `user_login_state`, `identity_source`, `context_product_id`, `context_product_name`, `context_product_category`, `context_product_brand`, `context_product_price`, `context_product_discount_price`, `context_product_url_path`, `page_url`, `page_path`, `page_title`, `page_referrer`, `global_privacy_control`, `page_load_id`, `event_seq`, `properties`, `received_at`, `sent_at`, `batch_id`, `request_id`, `source_ip`, `user_agent`, `origin`, `origin_verified`, `gpc`, `token`, `first_party_id`, `event_id_source`, `timestamp_source`, `client_timestamp`, `identity`, `claimed`, `stream`, `original`
from s3('https://clickstream-parquet.s3.amazonaws.com/clickstream_events/day=2026-11-24/events.parquet', 'Parquet');
