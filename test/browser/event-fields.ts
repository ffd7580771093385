/** What a stored event of a real page has to look like, field by field. Pure. */
import type { IngestNote } from "../../examples/ingest-lambda/src/event/ingest-note.ts";
import type { WireEvent } from "../../src/wire.ts";

type Fields = Readonly<Record<string, unknown>>;
type IsRight = (value: unknown) => boolean;
type Table<Names extends string> = Readonly<Record<Names, IsRight>>;

const isText = matching(/\S/);
const isNanoid = matching(/^[\w-]{21}$/);
const isUtc = matching(/^\d{4}-\d\d-\d\dT\d\d:\d\d:\d\d\.\d{3}Z$/);
const isBoolean: IsRight = (value) => typeof value === "boolean";
const isObject: IsRight = (value) => typeof value === "object" && value !== null && !Array.isArray(value);
const isPrice: IsRight = (value) => Number.isFinite(value) && Number(value) >= 0;
const isCount: IsRight = (value) => Number.isSafeInteger(value) && Number(value) >= 1;

/** A field that is added to the wire does not compile until it is here. */
const EVENT: Table<keyof WireEvent | "_ingest"> = {
  event_id: matching(/^[0-9a-f]{8}-[0-9a-f]{4}-7[0-9a-f]{3}-[89ab][0-9a-f]{3}-[0-9a-f]{12}$/),
  event_name: matching(/^[a-z][a-z0-9_]{0,63}$/),
  event_timestamp: isUtc,
  client_id: isNanoid,
  session_id: isNanoid,
  is_first_visit: isBoolean,
  session_number: isCount,
  session_start: optional(matching(/^(first|idle|expired|reset)$/)),
  user_id: optional(isText),
  user_login_state: optional(matching(/^(logged_in|anonymous)$/)),
  identity_source: optional(isText),
  context_product_id: optional(isText),
  context_product_name: optional(isText),
  context_product_category: optional(isText),
  context_product_brand: optional(isText),
  context_product_price: optional(isPrice),
  context_product_discount_price: optional(isPrice),
  context_product_url_path: optional(matching(/^\//)),
  page_url: matching(/^https?:\/\//),
  page_path: matching(/^\//),
  page_title: isText,
  page_referrer: optional(matching(/^https?:\/\//)),
  global_privacy_control: optional((value) => value === true),
  page_load_id: isNanoid,
  event_seq: isCount,
  properties: optional(isObject),
  _ingest: isObject,
};

const NOTE: Table<keyof IngestNote> = {
  received_at: isUtc,
  sent_at: isUtc,
  batch_id: matching(/^[0-9a-z]{8}-[\w-]{21}$/),
  request_id: isText,
  source_ip: isText,
  user_agent: isText,
  origin: matching(/^https?:\/\//),
  origin_verified: isBoolean,
  gpc: optional(isBoolean),
  token: optional(matching(/^(verified|expired|unverified)$/)),
  first_party_id: optional(isText),
  event_id_source: matching(/^client$/),
  timestamp_source: matching(/^client$/),
  client_timestamp: optional(isText),
  identity: isObject,
  claimed: optional(isObject),
  stream: isObject,
  original: (value) => value === undefined,
};

/** Names each field that is missing, wrong or unknown, with its value; none, if the event is right. */
export function findFaults(event: Fields): readonly string[] {
  return [...compare(EVENT, event), ...compare(NOTE, event["_ingest"] as Fields).map((fault) => `_ingest.${fault}`)];
}

function compare(table: Table<string>, fields: Fields): readonly string[] {
  const names = new Set([...Object.keys(table), ...Object.keys(fields)]);
  const isRight = (name: string): boolean => table[name]?.(fields[name]) ?? false;
  return [...names].filter((name) => !isRight(name)).map((name) => `${name}: ${JSON.stringify(fields[name])}`);
}

function matching(pattern: RegExp): IsRight {
  return (value) => typeof value === "string" && pattern.test(value);
}

function optional(isRight: IsRight): IsRight {
  return (value) => value === undefined || isRight(value);
}
