/** Writes an event with anything that a page may hand over as bounded JSON. It never throws. */
import type { WireEvent } from "../wire.ts";
import { byteLength } from "./byte-length.ts";

/** What an endpoint of ours takes as one event. */
const MAX_EVENT_BYTES = 32_768;

/** Characters of all keys and strings together; the second try is for text that escapes to six bytes a character. */
const MAX_CHARS: readonly number[] = [24_000, 4_000];

/** Enough for any event that a person would write, few enough that a DOM tree or a store can't stall the page. */
const MAX_DEPTH = 10;
const MAX_VALUES = 500;
const MAX_STRING_CHARS = 8_192;

/** Keys that could reach a prototype in whatever reads the event later, and those that an endpoint finds too long. */
const REFUSED_KEY = /^(__proto__|constructor|prototype|.{129,})$/s;

/** With the `u` flag a surrogate pair is one code point, so only lone halves match. UTF-8 has no word for them. */
const LONE_SURROGATES = /[\ud800-\udfff]/gu;

/** Returns the event as JSON, cut where it is too long, or `undefined` when it can't be made small enough. */
export function serializeEvent(event: WireEvent): string | undefined {
  for (const maxChars of MAX_CHARS) {
    const json = serialize(event, maxChars).replace(/,"properties":{}}$/, "}");
    if (byteLength(json) <= MAX_EVENT_BYTES) return json;
  }
  return undefined;
}

/**
 * Returns the JSON text of `value` as it is at this moment. `JSON.stringify` is not used for objects, since it
 * throws on a cycle or a BigInt, has no bounds, and obeys a `toJSON` that a script put on a shared prototype.
 */
function serialize(value: unknown, maxChars: number): string {
  let charsLeft = maxChars;
  let valuesLeft = MAX_VALUES;

  const quote = (text: string): string => {
    const kept = text.slice(0, Math.min(MAX_STRING_CHARS, charsLeft));
    charsLeft -= kept.length;
    return JSON.stringify((kept === text ? kept : `${kept}…`).replace(LONE_SURROGATES, "\ufffd"));
  };

  /** `read` is a function, so that a getter throws in here. Returns `undefined` for what JSON has no word for. */
  const write = (read: () => unknown, path: readonly unknown[]): string | undefined => {
    try {
      const item = read();
      if (typeof item === "object" && item !== null) return writeObject(item, path);
      if (typeof item === "string" || typeof item === "bigint") return quote(String(item));
      // Numbers that are none become null.
      return JSON.stringify(item);
    } catch {
      return '"[Throws]"';
    }
  };

  const writeObject = (item: object, path: readonly unknown[]): string | undefined => {
    if (path.includes(item)) return '"[Circular]"';
    if (path.length >= MAX_DEPTH) return '"[Truncated]"';
    const inner = [...path, item];
    const plain = plainer(item);
    if (plain !== item) return write(() => plain, inner);

    const isList = Array.isArray(item);
    const parts: string[] = [];
    for (const key of Object.keys(item)) {
      if (valuesLeft-- <= 0) break;
      // The product of an event is in its context fields already.
      if (REFUSED_KEY.test(key) || (path.length === 1 && key === "product")) continue;
      const text = write(() => (item as Record<string, unknown>)[key], inner);
      if (isList) parts.push(text ?? "null");
      else if (text !== undefined) parts.push(`${quote(key)}:${text}`);
    }
    return isList ? `[${parts}]` : `{${parts}}`;
  };

  return write(() => value, []) ?? "null";
}

/** Returns what stands for an object that is more than its keys, or the object itself. */
function plainer(item: object): unknown {
  if (item instanceof Map) return Object.fromEntries(item);
  if (item instanceof Set) return [...item];
  if (item instanceof Error) return { name: item.name, message: item.message };
  // A node leads to the whole document, and what is typed into a form is not ours to collect.
  if ("nodeType" in item || ArrayBuffer.isView(item)) return Object.prototype.toString.call(item);
  // Dates, URLs, decimals have a form of their own. One that lists or all objects inherit is some script's doing.
  const { toJSON } = item as { toJSON?: unknown };
  const isOwnForm = typeof toJSON === "function" && !Array.isArray(item) && !("toJSON" in Object.prototype);
  return isOwnForm ? (toJSON.call(item) as unknown) : item;
}
