/** Tells a visitor's lines in an object from those of others. Pure. */
import { isJsonObject, type JsonObject } from "../../ingest-lambda/src/json.ts";
import { ID_FIELDS, ID_KINDS, type Visitor } from "./visitor.ts";

export interface FoundLines {
  /** How many are the visitor's. */
  readonly lines: number;
  /** Of the visitor's events. A line that is no event has none. */
  readonly eventIds: readonly string[];
  /** The text of all other lines. */
  readonly others: string;
}

export function findLines(text: string, visitor: Visitor): FoundLines {
  const lines = text
    .replace(/^\ufeff/, "")
    .split("\n")
    .filter((line) => line.trim() !== "")
    .map((line) => ({ line, ...judge(line, visitor) }));
  const own = lines.filter(({ isOwn }) => isOwn);
  return {
    lines: own.length,
    eventIds: own.flatMap(({ eventId }) => eventId ?? []),
    others: lines.flatMap(({ isOwn, line }) => (isOwn ? [] : [`${line}\n`])).join(""),
  };
}

interface JudgedLine {
  readonly isOwn: boolean;
  readonly eventId?: string;
}

function judge(line: string, visitor: Visitor): JudgedLine {
  const event = parse(line);
  // No line of the visitor may stay. So a line that is no JSON counts if it has the id anywhere.
  if (event === undefined) return { isOwn: mentions(line, visitor) };
  if (!isJsonObject(event)) return { isOwn: false };
  const { event_id } = event;
  return { isOwn: hasId(event, visitor), ...(typeof event_id === "string" ? { eventId: event_id } : {}) };
}

function parse(line: string): unknown {
  try {
    return JSON.parse(line);
  } catch {
    return undefined;
  }
}

/** The ingest keeps an id that it replaces under `_ingest`: in `claimed`, or in `original`. */
function hasId(event: JsonObject, visitor: Visitor): boolean {
  const note = readObject(event["_ingest"]);
  const places = [event, note, readObject(note["claimed"]), readObject(note["original"])];
  return ID_KINDS.some((kind) => places.some((place) => isOneOf(place[ID_FIELDS[kind]], visitor[kind])));
}

/** A hand-written client may send a number. */
function isOneOf(value: unknown, ids: readonly string[]): boolean {
  return (typeof value === "string" || typeof value === "number") && ids.includes(String(value));
}

function readObject(value: unknown): JsonObject {
  return isJsonObject(value) ? value : {};
}

/** As a whole word: user 4 is not in `{"user_id":42`. */
function mentions(line: string, visitor: Visitor): boolean {
  return ID_KINDS.flatMap((kind) => visitor[kind]).some((id) => {
    const pieces = line.split(JSON.stringify(id).slice(1, -1));
    return pieces.slice(1).some((after, index) => !/[\w-]$/.test(pieces[index] ?? "") && !/^[\w-]/.test(after));
  });
}
