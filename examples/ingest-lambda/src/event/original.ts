/** Builds `_ingest.original`: what the ingest has changed in an event or taken out of its place, as it came. Pure. */
import { isExactNumber, type ExactNumber } from "../exact-json.ts";
import { isJsonObject, type JsonObject } from "../json.ts";

/** A value as it came, and where it was: `["properties", "items", "0", "quantity"]`. */
export interface Change {
  readonly path: readonly string[];
  readonly value: unknown;
}

/** Code that later merges an event would set a prototype with them. */
const PROTOTYPE_KEYS = new Set(["__proto__", "constructor", "prototype"]);

/** PostgreSQL's `numeric` holds more, Redshift's and DuckDB's no more. */
const MAX_DIGITS = 38;

/**
 * Returns an object with the structure of the event, of which it has only what was changed:
 * `{ "client_id": "", "properties": { "items": { "0": { "quantity": "two" } } } }`. Of a value inside another that is
 * there, the outer one counts. `undefined` where nothing was changed.
 */
export function buildOriginal(changes: readonly Change[]): JsonObject | undefined {
  return changes.length === 0 ? undefined : buildLevel(changes, 0);
}

function buildLevel(changes: readonly Change[], depth: number): JsonObject {
  const byKey = Map.groupBy(changes, ({ path }) => path[depth] ?? "");
  const entries = [...byKey].map(([key, inside]): [string, unknown] => {
    const whole = inside.find(({ path }) => path.length === depth + 1);
    return [key, whole ? toReadable(whole.value) : buildLevel(inside, depth + 1)];
  });
  return nameReadably(entries);
}

/** PostgreSQL refuses NUL, and DuckDB refuses a whole file for a lone surrogate. */
export function isReadableText(text: string): boolean {
  return text.isWellFormed() && !text.includes("\0");
}

export function isReadableKey(key: string): boolean {
  return isReadableText(key) && !PROTOTYPE_KEYS.has(key);
}

export function isReadableNumber({ rawJSON }: ExactNumber): boolean {
  return rawJSON.length <= MAX_DIGITS && !/e/i.test(rawJSON);
}

/** What no engine can read becomes text: its own source in JSON, such as `a\ud800` and `1e400`. */
function toReadable(value: unknown): unknown {
  if (typeof value === "string") return isReadableText(value) ? value : writeSource(value);
  if (isExactNumber(value)) return isReadableNumber(value) ? value : value.rawJSON;
  if (Array.isArray(value)) return value.map(toReadable);
  if (!isJsonObject(value)) return value;
  return nameReadably(Object.entries(value).map(([key, inner]) => [key, toReadable(inner)]));
}

function writeSource(text: string): string {
  return JSON.stringify(text).slice(1, -1);
}

/**
 * Athena and Redshift take keys for the same that differ by case only, and Athena refuses such a line. A key that another
 * one has taken, or that no object should have, gets `~2` at its end, then `~3` and so on.
 */
function nameReadably(entries: readonly (readonly [string, unknown])[]): JsonObject {
  const taken = new Set<string>();
  const nextNumber = new Map<string, number>();
  const named = entries.map(([key, value]) => {
    const plain = isReadableText(key) ? key : writeSource(key);
    let name = plain;
    let number = nextNumber.get(plain.toLowerCase()) ?? 2;
    while (!isReadableKey(name) || taken.has(name.toLowerCase())) name = `${plain}~${String(number++)}`;
    nextNumber.set(plain.toLowerCase(), number);
    taken.add(name.toLowerCase());
    return [name, value] as const;
  });
  return Object.fromEntries(named);
}
