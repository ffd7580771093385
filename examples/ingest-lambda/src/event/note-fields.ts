/** Lists the fields of `_ingest`, each with its type. Pure. */
import type { FieldType } from "../event-fields.ts";
import type { IngestNote } from "./ingest-note.ts";

export const NOTE_FIELDS = {
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
  original: "json",
} as const satisfies Readonly<Record<keyof IngestNote, FieldType>>;
