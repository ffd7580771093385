/** Refuses a wrong option, so that a developer sees it at once. */
import { resolveOptions, type TrackerOptions } from "../options.ts";

/** What a value has to look like, written out: of one option, or of all of a type. */
const FORMS: Readonly<Record<string, RegExp | undefined>> = {
  endpoint: /^https?:\/\/[^/]/,
  name: /^[\w-]{1,32}$/,
  number: /^[1-9]\d{0,8}$/,
  credentials: /^(omit|include)$/,
};

/** @throws TypeError that names the wrong option, what came and what was expected */
export function checkOptions(options: TrackerOptions): void {
  const defaults: Readonly<Record<string, unknown>> = { ...resolveOptions({}), debug: false };
  for (const [name, value] of Object.entries(options) as [string, unknown][]) {
    if (value === undefined) continue;
    const type = typeof defaults[name];
    const form = FORMS[name] ?? FORMS[type] ?? "";
    if (typeof value === type && String(value).match(form)) continue;
    const expected = name in defaults ? `${type} ${form}` : Object.keys(defaults);
    throw new TypeError(
      `clickstream: option "${name}" is ${typeof value} ${String(value)}, expected ${String(expected)}`,
    );
  }
}
