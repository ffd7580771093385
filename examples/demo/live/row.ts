/** Summarises a stored object as one row of the live page, whatever the object holds. Pure. */
import type { StoredObject } from "./feed.ts";

export interface Row {
  readonly key: string;
  readonly name: string;
  /** The items, or else the product, or else the page. */
  readonly subject: string;
  readonly sessionId: string;
  readonly occurredAtMs: number;
  readonly receivedAtMs: number;
}

type Fields = Readonly<Record<string, unknown>>;

/** Hundreds of rows are kept in memory. A click shows the whole object. */
const MAX_CHARS = 120;

export function buildRow({ key, text, storedAtMs }: StoredObject): Row {
  const event = parseFields(text);
  const receivedAtMs = parseTime(toFields(event?.["_ingest"])["received_at"]) ?? storedAtMs;
  return {
    key,
    name: event ? shorten(event["event_name"]) || "no name" : "not JSON",
    subject: event ? describeSubject(event) : "",
    sessionId: shorten(event?.["session_id"]),
    occurredAtMs: parseTime(event?.["event_timestamp"]) ?? receivedAtMs,
    receivedAtMs,
  };
}

function describeSubject(event: Fields): string {
  const { items, value, currency } = toFields(event["properties"]);
  if (Array.isArray(items) && value === undefined) {
    return `${String(items.length)} ${items.length === 1 ? "product" : "products"}`;
  }
  if (Array.isArray(items)) {
    const pieces = items.reduce<number>((sum, item) => sum + (Number(toFields(item)["quantity"]) || 0), 0);
    return `${String(pieces)} ${pieces === 1 ? "piece" : "pieces"}, ${shorten(value)} ${shorten(currency)}`.trim();
  }
  return shorten(event["context_product_name"] ?? event["context_product_id"] ?? event["page_path"]);
}

function parseFields(text: string): Fields | undefined {
  try {
    return toFields(JSON.parse(text));
  } catch {
    return undefined;
  }
}

function toFields(value: unknown): Fields {
  return typeof value === "object" && value !== null ? (value as Fields) : {};
}

function parseTime(value: unknown): number | undefined {
  const ms = typeof value === "string" ? Date.parse(value) : Number.NaN;
  return Number.isNaN(ms) ? undefined : ms;
}

function shorten(value: unknown): string {
  if (typeof value !== "string" && typeof value !== "number") return "";
  const text = String(value);
  return text.length > MAX_CHARS ? `${text.slice(0, MAX_CHARS)}…` : text;
}
