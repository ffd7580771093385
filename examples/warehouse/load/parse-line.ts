/** Parses a line of an object into a row of `clickstream_events`, or says why it is not an event. Pure, and never throws. */
import type { StreamReport } from "../../../src/wire.ts";
import { parseJson as parseExactJson } from "../../ingest-lambda/src/exact-json.ts";
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

  return {
    kind: "event",
    row: { eventId: String(event["event_id"]), values: [...values, collectExtra(event, values)] },
    reports: readDropReports(event),
  };
}

/** The report of the event's own page load, and those that it passes on of earlier ones. */
function readDropReports(event: JsonObject): readonly StreamReport[] {
  const note = event["_ingest"];
  const stream = isJsonObject(note) ? readStream(note["stream"]) : undefined;
  if (stream === undefined) return [];
  const { previous = [], ...own } = stream;
  return [own, ...previous];
}

function parseJson(text: string): JsonObject | "too_deep" | "invalid_json" | "not_object" {
  // This comes before anything that recurses: deep nesting would overflow the stack.
  if (isDeeperThan(MAX_BODY_DEPTH, text)) return "too_deep";
  try {
    const value = parseExactJson(text);
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

/** Collects what no column holds. `null` is left out: an empty column says the same. */
function collectExtra(event: JsonObject, values: readonly (string | undefined)[]): string | undefined {
  const held = new Set(COLUMNS.flatMap(({ path }, index) => (values[index] === undefined ? [] : [path[0]])));
  const extra = Object.entries(event).filter(
    ([field, value]) => !held.has(field) && field !== "_ingest" && value !== null,
  );
  return extra.length === 0 ? undefined : toJsonText(Object.fromEntries(extra));
}
