/** Lists the columns of `clickstream_events`. The table, the rows and the SQL of other engines are built from this list. */
import type { IngestNote } from "../../ingest-lambda/src/event/ingest-note.ts";
import type { WireEvent } from "../../../src/wire.ts";
import type { ColumnType } from "./column-types.ts";

export interface Column {
  readonly name: string;
  readonly type: ColumnType;
  /** Where the value is in a stored event. */
  readonly path: readonly [field: string, noteField?: string];
  /** A line without it is not an event, and goes to quarantine. */
  readonly isRequired?: true;
}

/** The fields of an event. A new field of `WireEvent` does not compile until it is listed here. */
const EVENT_FIELDS = {
  event_id: "uuid",
  event_name: "event_name",
  event_timestamp: "timestamp",
  client_id: "id",
  session_id: "id",
  is_first_visit: "boolean",
  session_number: "count",
  session_start: "id",
  user_id: "user_id",
  user_login_state: "id",
  identity_source: "id",
  context_product_id: "text",
  context_product_name: "text",
  context_product_category: "text",
  context_product_brand: "text",
  context_product_price: "decimal",
  context_product_discount_price: "decimal",
  context_product_url_path: "text",
  page_url: "text",
  page_path: "text",
  page_title: "text",
  page_referrer: "text",
  global_privacy_control: "boolean",
  page_load_id: "id",
  event_seq: "count",
  properties: "json",
} as const satisfies Readonly<Record<keyof WireEvent, ColumnType>>;

/** What the ingest adds in `_ingest`. */
const NOTE_FIELDS = {
  received_at: "timestamp",
  sent_at: "timestamp",
  batch_id: "id",
  request_id: "text",
  source_ip: "text",
  user_agent: "text",
  origin: "text",
  origin_verified: "boolean",
  gpc: "boolean",
  token: "id",
  first_party_id: "id",
  event_id_source: "id",
  timestamp_source: "id",
  client_timestamp: "text",
  identity: "json",
  claimed: "json",
  stream: "json",
} as const satisfies Readonly<Record<keyof IngestNote, ColumnType>>;

const REQUIRED: ReadonlySet<string> = new Set(["event_id", "event_name", "event_timestamp", "received_at"]);

const buildColumns = (
  fields: Readonly<Record<string, ColumnType>>,
  pathOf: (name: string) => Column["path"],
): readonly Column[] =>
  Object.entries(fields).map(([name, type]) => ({
    name,
    type,
    path: pathOf(name),
    ...(REQUIRED.has(name) ? { isRequired: true as const } : {}),
  }));

export const COLUMNS: readonly Column[] = [
  ...buildColumns(EVENT_FIELDS, (name) => [name]),
  ...buildColumns(NOTE_FIELDS, (name) => ["_ingest", name]),
];

/** The column for fields that have no column of their own, and for values that their column cannot hold. */
export const EXTRA = "extra";

/** The columns of a row, in the order in which it is written. */
export const COPY_LIST: readonly string[] = [...COLUMNS.map(({ name }) => name), EXTRA];
