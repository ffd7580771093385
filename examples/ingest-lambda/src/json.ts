/** JSON objects from strangers: told apart from other values, and copied without what poisons a prototype. */

export type JsonObject = Readonly<Record<string, unknown>>;

export function isJsonObject(value: unknown): value is JsonObject {
  return typeof value === "object" && value !== null && !Array.isArray(value);
}

/** `JSON.parse` makes own keys of these; code that later merges the event would set a prototype by them. */
const HOSTILE_KEYS = new Set(["__proto__", "constructor", "prototype"]);

/**
 * Copies an event. Lone surrogates become U+FFFD: DuckDB and PostgreSQL refuse the whole file for one of them.
 * Recursion is safe here, since the depth is checked before.
 */
export function copyClean(event: JsonObject): JsonObject {
  // `fromEntries` defines own keys, where an assignment in a loop would call the setter of `__proto__`.
  return Object.fromEntries(Object.entries(event).filter(isHarmless).map(copyEntry));
}

function isHarmless([key]: readonly [string, unknown]): boolean {
  return !HOSTILE_KEYS.has(key);
}

function copyEntry([key, value]: readonly [string, unknown]): [string, unknown] {
  return [key.toWellFormed(), copyValue(value)];
}

function copyValue(value: unknown): unknown {
  if (typeof value === "string") return value.toWellFormed();
  if (Array.isArray(value)) return value.map(copyValue);
  return isJsonObject(value) ? copyClean(value) : value;
}
