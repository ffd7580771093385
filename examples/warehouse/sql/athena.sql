-- Written by `npm run warehouse:sql` from examples/warehouse/columns/columns.ts: change that file, not this one.
-- The bucket as a table of Athena. Partition projection computes the partitions from the keys, so none is registered.
create external table clickstream_raw (
  `event_id` string,
  `event_name` string,
  `event_timestamp` string,
  `client_id` string,
  `session_id` string,
  `is_first_visit` boolean,
  `session_number` bigint,
  `session_start` string,
  `user_id` string,
  `user_login_state` string,
  `identity_source` string,
  `context_product_id` string,
  `context_product_name` string,
  `context_product_category` string,
  `context_product_brand` string,
  `context_product_price` decimal(18, 4),
  `context_product_discount_price` decimal(18, 4),
  `context_product_url_path` string,
  `page_url` string,
  `page_path` string,
  `page_title` string,
  `page_referrer` string,
  `global_privacy_control` boolean,
  `page_load_id` string,
  `event_seq` bigint,
  `properties` string,
  `ingest` struct<
    received_at: string,
    sent_at: string,
    batch_id: string,
    request_id: string,
    source_ip: string,
    user_agent: string,
    origin: string,
    origin_verified: boolean,
    gpc: boolean,
    token: string,
    first_party_id: string,
    event_id_source: string,
    timestamp_source: string,
    client_timestamp: string,
    identity: string,
    claimed: string,
    stream: string,
    original: string
  >
)
partitioned by (`day` string)
row format serde 'org.openx.data.jsonserde.JsonSerDe'
with serdeproperties ('mapping.ingest' = '_ingest', 'ignore.malformed.json' = 'true')
location 's3://clickstream-s3-ingest/events/'
tblproperties (
  'projection.enabled' = 'true',
  'projection.day.type' = 'date',
  'projection.day.format' = 'yyyy/MM/dd',
  'projection.day.range' = '2026/01/01,NOW+1DAYS',
  'projection.day.interval' = '1',
  'projection.day.interval.unit' = 'DAYS',
  'storage.location.template' = 's3://clickstream-s3-ingest/events/${day}/'
);

-- What `npm run compact` writes: each event once, in columns.
create external table clickstream_events (
  `event_id` string,
  `event_name` string,
  `event_timestamp` timestamp,
  `client_id` string,
  `session_id` string,
  `is_first_visit` boolean,
  `session_number` bigint,
  `session_start` string,
  `user_id` string,
  `user_login_state` string,
  `identity_source` string,
  `context_product_id` string,
  `context_product_name` string,
  `context_product_category` string,
  `context_product_brand` string,
  `context_product_price` decimal(18, 4),
  `context_product_discount_price` decimal(18, 4),
  `context_product_url_path` string,
  `page_url` string,
  `page_path` string,
  `page_title` string,
  `page_referrer` string,
  `global_privacy_control` boolean,
  `page_load_id` string,
  `event_seq` bigint,
  `properties` string,
  `received_at` timestamp,
  `sent_at` timestamp,
  `batch_id` string,
  `request_id` string,
  `source_ip` string,
  `user_agent` string,
  `origin` string,
  `origin_verified` boolean,
  `gpc` boolean,
  `token` string,
  `first_party_id` string,
  `event_id_source` string,
  `timestamp_source` string,
  `client_timestamp` string,
  `identity` string,
  `claimed` string,
  `stream` string,
  `original` string,
  `extra` string,
  `object_key` string
)
partitioned by (`day` string)
stored as parquet
location 's3://clickstream-parquet/clickstream_events/'
tblproperties (
  'projection.enabled' = 'true',
  'projection.day.type' = 'date',
  'projection.day.format' = 'yyyy-MM-dd',
  'projection.day.range' = '2026-01-01,NOW+1DAYS',
  'projection.day.interval' = '1',
  'projection.day.interval.unit' = 'DAYS'
);
