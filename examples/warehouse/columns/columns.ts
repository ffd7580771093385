/** The columns of `clickstream_events`, each once: table, COPY list, row mapping and the SQL of other engines come from here. */
import type { IngestNote } from "../../ingest-lambda/src/event/ingest-note.ts";
import type { WireEvent } from "../../../src/wire.ts";
import type { ColumnType } from "./column-types.ts";

export interface Column {
  readonly name: string;
  readonly type: ColumnType;
  /** Where the value is in a stored event. */
  readonly path: readonly [field: string, noteField?: string];
  /** Without it a line is no event, and goes to quarantine. */
  readonly isRequired?: true;
}

/** A field that is added to the wire does not compile until it has its line here. */
const EVENT_FIELDS = {
  event_id: "uuid",
  event_name: "word",
  event_timestamp: "instant",
  client_id: "id",
  session_id: "id",
  is_first_visit: "flag",
  session_number: "count",
  session_start: "id",
  user_id: "user",
  user_login_state: "id",
  identity_source: "id",
  context_product_id: "text",
  context_product_name: "text",
  context_product_category: "text",
  context_product_brand: "text",
  context_product_price: "amount",
  context_product_discount_price: "amount",
  context_product_url_path: "text",
  page_url: "text",
  page_path: "text",
  page_title: "text",
  page_referrer: "text",
  global_privacy_control: "flag",
  page_load_id: "id",
  event_seq: "count",
  properties: "json",
} as const satisfies Readonly<Record<keyof WireEvent, ColumnType>>;

/** What the ingest adds, under the names of its own note. */
const NOTE_FIELDS = {
  received_at: "instant",
  sent_at: "instant",
  batch_id: "id",
  request_id: "text",
  source_ip: "text",
  user_agent: "text",
  origin: "text",
  origin_verified: "flag",
  gpc: "flag",
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

/** Fields of the event without a column of their own, and those whose value their column cannot hold: nothing is lost. */
export const EXTRA = "extra";

/** The order in which a row is written. */
export const COPY_LIST: readonly string[] = [...COLUMNS.map(({ name }) => name), EXTRA];
