/** Copies what a page handed over as plain JSON values: bounded, without getters, cycles and methods of the page. */
import { attempt } from "../attempt.ts";
import { MAX_COPIED_DEPTH, MAX_COPIED_VALUES, MAX_KEY_CHARS } from "../limits.ts";

type Fields = Record<string, unknown>;

/**
 * Returns a copy of the facts. `JSON.stringify` alone would not do: it throws on a cycle, a BigInt or a getter that
 * throws, and has no bounds.
 *
 * @param maxTextChars longer texts are cut
 */
export function copyPlain<Facts extends object>(facts: Facts, maxTextChars: number): Facts {
  let valuesLeft = MAX_COPIED_VALUES;

  const copy = (value: unknown, path: readonly unknown[]): unknown => {
    if (path.includes(value)) return "[Circular]";
    if (path.length > MAX_COPIED_DEPTH) return "[Truncated]";
    if (typeof value === "bigint") return String(value);
    if (typeof value === "string") return value.length > maxTextChars ? `${value.slice(0, maxTextChars)}…` : value;
    if (typeof value !== "object" || !value) return value;

    const plain = toPlain(value);
    return plain === value ? copyMembers(value, [...path, value]) : copy(plain, [...path, value]);
  };

  const copyMembers = (value: object, path: readonly unknown[]): unknown => {
    const copied: Fields = {};
    for (const key of Object.keys(value)) {
      if (valuesLeft-- > 0 && key.length <= MAX_KEY_CHARS) {
        copied[key] = attempt(() => copy((value as Fields)[key], path), "[Throws]");
      }
    }
    return Array.isArray(value) ? Object.values(copied) : copied;
  };

  return copy(facts, []) as Facts;
}

/** Returns what stands for an object that is more than its own members, or the object itself. */
function toPlain(value: object): unknown {
  if (value instanceof Error) return { name: value.name, message: value.message };
  if (value instanceof Map) return Object.fromEntries(value);
  if (value instanceof Set) return [...value];

  // Dates, URLs and decimals say how they are written. A `toJSON` that arrays inherit, too, is the work of a script.
  const { toJSON } = value as { toJSON?: () => unknown };
  if (toJSON && toJSON !== ([] as { toJSON?: unknown }).toJSON) return toJSON.call(value);

  // A DOM node leads to the whole document, and what is typed into a form is not ours to collect.
  const tag = {}.toString.call(value);
  return tag === "[object Object]" || tag === "[object Array]" ? value : tag;
}
