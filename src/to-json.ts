/** Writes and reads JSON by what the browser brought, whatever scripts have made of it since. */
import { copyPlain } from "./copy-plain.ts";

/**
 * As `JSON.parse` and `JSON.stringify`. They are taken as this file is loaded, since a script may replace them later.
 * `writeJson` calls each `toJSON`, also one that a script put on a shared prototype.
 */
export const { parse: parseJson, stringify: writeJson } = JSON;

/** Whether there is JSON at all: some scripts of old replaced it by a `JSON` of their own, with `encode` and `decode`. */
export const hasJson = typeof writeJson === "function";

/** As `JSON.stringify`, of values of our own, and without the effect of a `toJSON` of the page. */
export function toJson(value: object): string {
  return writeJson(copyPlain(value));
}
