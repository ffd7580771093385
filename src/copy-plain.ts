/** Copies what a page handed over as plain JSON values, in bounded time: without its getters, cycles and methods. */
import { attempt } from "./attempt.ts";
import { MAX_COPIED_CHARS, MAX_COPIED_DEPTH, MAX_EVENT_BYTES } from "./limits.ts";

/** An object whose members may be anything. */
export type Fields = Record<string, unknown>;

/** What is asked of an object whose tag says what it is. */
type Known = Partial<Error & ReadonlyMap<string, unknown> & { readonly length: number; readonly toJSON: unknown }>;

/**
 * Returns a copy in objects that inherit nothing, since a script may have put anything on a shared prototype.
 * `JSON.stringify` alone would not do: it throws on a cycle, a BigInt or a getter that throws, and has no bounds.
 *
 * @returns `undefined` for what is longer than {@link MAX_COPIED_CHARS}
 */
export function copyPlain<Facts extends object>(facts: Facts): Facts | undefined {
  let charsLeft = MAX_COPIED_CHARS;

  const copy = (value: unknown, ancestors: readonly unknown[]): unknown => {
    if (typeof value === "bigint") return String(value);
    if (typeof value === "function") return undefined;
    if (typeof value === "string") charsLeft -= value.length;
    if (typeof value !== "object" || !value) return value;
    if (ancestors.includes(value)) return "[Circular]";
    if (ancestors.length > MAX_COPIED_DEPTH) return "[Truncated]";

    const plain = toPlain(value);
    const withValue = [...ancestors, value];
    return typeof plain === "object" && plain ? copyMembers(plain, withValue) : copy(plain, withValue);
  };

  const copyMembers = (members: object, ancestors: readonly unknown[]): Fields => {
    // A list has its own `toJSON`, so that none is called which all lists inherit.
    const copied: Fields = Array.isArray(members)
      ? Object.assign<object, Fields>([], { toJSON: undefined })
      : { __proto__: null };
    // `Object.keys` is often replaced by one that returns what is inherited, too.
    for (const key in members) {
      if (charsLeft < 0) break;
      if (!{}.hasOwnProperty.call(members, key) || key === "__proto__") continue;
      charsLeft -= key.length;
      copied[key] = attempt(() => copy((members as Fields)[key], ancestors), "[Throws]");
    }
    return copied;
  };

  const copied = copy(facts, []);
  return charsLeft < 0 ? undefined : (copied as Facts);
}

/** Returns an object or a list whose members stand for the value, or a text or a number that does. */
function toPlain(value: Known): unknown {
  // By its tag, since what another frame made is of another class.
  const tag = {}.toString.call(value);
  if (/(Error|Exception)]/.test(tag)) return { name: value.name, message: value.message };
  if (/ (Array|Map|Set)]/.test(tag)) {
    // Before any member is read. Each takes two characters or more, and what a proxy calls its length may be anything.
    if (!(Number(value.length ?? value.size) * 2 <= MAX_EVENT_BYTES)) return "x".repeat(MAX_COPIED_CHARS + 1);
    // Without the holes and the other members that an array may have.
    return tag === "[object Map]"
      ? Object.fromEntries(value as ReadonlyMap<string, unknown>)
      : [...(value as ReadonlySet<unknown>)];
  }

  // Dates, URLs and decimals say how they are written. A `toJSON` that all objects inherit is the work of a script.
  const { toJSON } = value;
  if (typeof toJSON === "function" && toJSON !== ({} as Known).toJSON) return toJSON.call(value) as unknown;
  if (tag === "[object Object]") return value;

  // A DOM node leads to the whole document, and what is typed into a form is not ours to collect. `new Number(1)` is 1.
  const primitive: unknown = value.valueOf();
  return primitive === value ? tag : primitive;
}
