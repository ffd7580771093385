/** Writes an event of anything that a page may hand over as bounded JSON. It never throws. */
import { attempt } from "../attempt.ts";
import { toJson } from "../to-json.ts";
import { byteLength } from "./byte-length.ts";

/**
 * Returns the JSON of what `build` makes of the facts as they are at this moment, or `undefined` when it can't be made
 * small enough. `build` gets a copy without getters, cycles and methods of the page.
 */
export function serializeEvent<Facts extends object>(facts: Facts, build: (copy: Facts) => object): string | undefined {
  // What an endpoint of ours takes as one event.
  const maxBytes = 32_768;
  // The shorter texts are for an event that is too large even so: one character may take six bytes.
  for (const maxTextChars of [8_192, 1_000, 100]) {
    const json = toJson(build(copyOf(facts, maxTextChars) as Facts));
    if (byteLength(json) <= maxBytes) return json;
  }
  return undefined;
}

type Fields = Record<string, unknown>;

/** `JSON.stringify` does not do it, since it throws on a cycle, a BigInt or a getter that throws, and has no bounds. */
function copyOf(facts: object, maxTextChars: number): unknown {
  // Enough for any event that a person would write, few enough that a DOM tree or a store can't stall the page.
  const maxDepth = 10;
  let valuesLeft = 500;

  const copy = (value: unknown, path: readonly unknown[]): unknown => {
    if (path.includes(value)) return "[Circular]";
    if (path.length > maxDepth) return "[Truncated]";
    if (typeof value === "bigint") return String(value);
    if (typeof value === "string") return value.length > maxTextChars ? `${value.slice(0, maxTextChars)}…` : value;
    if (typeof value !== "object" || !value) return value;

    const form = formOf(value);
    if (form !== value) return copy(form, [...path, value]);

    const copied: Fields = {};
    for (const key of Object.keys(value)) {
      // An endpoint of ours finds longer keys too long.
      if (valuesLeft-- > 0 && key.length < 129) {
        copied[key] = attempt(() => copy((value as Fields)[key], [...path, value]), "[Throws]");
      }
    }
    return Array.isArray(value) ? Object.values(copied) : copied;
  };

  return copy(facts, []);
}

/** Returns what stands for an object that is more than its keys, or the object itself. */
function formOf(value: object): unknown {
  if (value instanceof Error) return { name: value.name, message: value.message };
  if (value instanceof Map) return Object.fromEntries(value);
  if (value instanceof Set) return [...value];
  // Dates, URLs, decimals have a form of their own. One that lists inherit, too, is some script's doing.
  const { toJSON } = value as { toJSON?: () => unknown };
  if (toJSON && toJSON !== ([] as { toJSON?: unknown }).toJSON) return toJSON.call(value);
  // A node leads to the whole document, and what is typed into a form is not ours to collect.
  const kind = {}.toString.call(value);
  return / (Object|Array)]/.test(kind) ? value : kind;
}
