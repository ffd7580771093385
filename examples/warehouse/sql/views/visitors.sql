-- Each event with its visitor. The ingest's cookie is the same on all subdomains of a site, and `client_id` is not. So the
-- cookie's id is the visitor's, for all events of a `client_id` that ever came with it.
create view visitor_events as
select *, coalesce(
  nullif(first_party_id, ''),
  case when client_id <> '' then max(nullif(first_party_id, '')) over (partition by client_id) end,
  nullif(client_id, '')
) as visitor_id
from clickstream_events;
