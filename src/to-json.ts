/** Writes JSON that no script of the page can change. */

/**
 * As `JSON.stringify`, without the effect of a `toJSON` that a script put on a shared prototype: it is called, and what
 * it returns is not used.
 */
export function toJson(value: unknown): string {
  return JSON.stringify(value, function (this: Record<string, unknown>, key) {
    return this[key];
  });
}
