/** Reads the options of a tracker from the `data-` attributes of a script tag. */
import { attempt } from "../attempt.ts";
import type { TrackerOptions } from "../options.ts";

/** Options that no text can hold. An attribute has the name of the global variable that does. */
const NAMES_OF_GLOBALS = ["consent", "onDrop", "plugins"];

/**
 * A value is JSON or else a text, and an attribute without a value is `true`. A value that is not what the option takes
 * is handed on, so that `createTracker()` can say what is wrong with it.
 *
 * @param attributes the `dataset` of the element, where `data-max-batch-events` is `maxBatchEvents`
 * @param globals where `consent`, `onDrop` and `plugins` are looked up
 */
export function parseOptions(
  attributes: Readonly<Record<string, string | undefined>>,
  globals: object,
): TrackerOptions {
  const parse = (name: string, text: string): unknown =>
    NAMES_OF_GLOBALS.includes(name)
      ? readGlobal(globals, text)
      : attempt<unknown>(() => JSON.parse(text || "true"), text);
  return Object.fromEntries(Object.entries(attributes).map(([name, text = ""]) => [name, parse(name, text)]));
}

/**
 * Returns the name itself where the variable has no value, as when `consent.js` did not load. As consent it is refused, so
 * nothing is tracked.
 */
function readGlobal(globals: object, name: string): unknown {
  return (globals as Readonly<Record<string, unknown>>)[name] ?? (name || "nothing");
}
