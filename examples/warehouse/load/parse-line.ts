/** Turns a line of an object into a row of `clickstream_events`, or says why it is none. Pure and total. */
import type { StreamReport } from "../../../src/wire.ts";
import { isDeeperThan, isJsonObject, type JsonObject } from "../../ingest-lambda/src/json.ts";
import { MAX_BODY_DEPTH } from "../../ingest-lambda/src/limits.ts";
import { readStream } from "../../ingest-lambda/src/request/batch.ts";
import { COLUMN_TYPES } from "../columns/column-types.ts";
import { COLUMNS, type Column } from "../columns/columns.ts";
import { toJsonText } from "../columns/postgres-text.ts";

export type ParsedLine =
  | { readonly kind: "event"; readonly row: EventRow; readonly reports: readonly StreamReport[] }
  | { readonly kind: "bad"; readonly reason: string };

export interface EventRow {
  readonly eventId: string;
  /** In the order of `COPY_LIST`. */
  readonly values: readonly (string | undefined)[];
}

export function parseLine(text: string): ParsedLine {
  const event = parseJson(text);
  if (typeof event === "string") return { kind: "bad", reason: event };

  const values = COLUMNS.map(({ type, path }) => COLUMN_TYPES[type].parse(readPath(event, path)));
  const missing = COLUMNS.find(({ isRequired }, index) => isRequired && values[index] === undefined);
  if (missing) return { kind: "bad", reason: `no_${missing.name}` };

  const note = event["_ingest"];
  const { previous = [], ...own } = (isJsonObject(note) && readStream(note["stream"])) || {};
  return {
    kind: "event",
    row: { eventId: String(event["event_id"]), values: [...values, collectExtra(event, values)] },
    reports: "page_load_id" in own ? [own, ...previous] : [],
  };
}

function parseJson(text: string): JsonObject | "too_deep" | "invalid_json" | "not_object" {
  // Before anything recurses into it: deep nesting overflows the stack.
  if (isDeeperThan(MAX_BODY_DEPTH, text)) return "too_deep";
  try {
    const value: unknown = JSON.parse(text);
    return isJsonObject(value) ? value : "not_object";
  } catch {
    return "invalid_json";
  }
}

function readPath(event: JsonObject, [field, noteField]: Column["path"]): unknown {
  const value = event[field];
  if (noteField === undefined) return value;
  return isJsonObject(value) ? value[noteField] : undefined;
}

/** What would be lost otherwise. `null` says nothing that an empty column does not say. */
function collectExtra(event: JsonObject, values: readonly (string | undefined)[]): string | undefined {
  const taken = new Set(COLUMNS.flatMap(({ path }, index) => (values[index] === undefined ? [] : [path[0]])));
  const rest = Object.entries(event).filter(
    ([field, value]) => !taken.has(field) && field !== "_ingest" && value !== null,
  );
  return rest.length === 0 ? undefined : toJsonText(Object.fromEntries(rest));
}
