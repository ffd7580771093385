/** Gives what a script-tag file exports to whoever loads it: a page, an AMD loader such as RequireJS, or `require`. */
import { runningScript } from "../platform/running-script.ts";

declare const module: { exports: unknown } | null | undefined;
declare const define: ((factory: () => unknown) => void) & { readonly amd?: unknown };

/**
 * Returns the global of this name. A file that is loaded twice gives the same one twice, so that there is one tracker.
 *
 * @param mark the export that tells our global from what else a page, or an element of it, has by this name
 */
export function publish<Api extends object>(name: string, mark: keyof Api & string, api: Api): object {
  const globals = globalThis as unknown as Record<string, unknown>;
  const known = globals[name];
  const isLoaded = mark in Object(known);
  // A queue of the snippet becomes the global, since the page may hold it.
  const shared = (isLoaded || Array.isArray(known) ? known : {}) as object;
  if (!isLoaded) Object.assign(shared, api);

  // Of a page, `module` may be a variable or an element. That of CommonJS is no property of the global object.
  const isCommonJs = typeof module === "object" && module !== globals["module"] && !!module?.exports;
  if (isCommonJs) module.exports = shared;
  if (!isCommonJs || "document" in globals) globals[name] = shared;
  if (typeof define === "function" && define.amd && isAwaitedByAmd()) define(() => shared);
  return shared;
}

/**
 * Tells whether an AMD loader waits for this file, which then defines a module without a name, so that it may have any.
 * From a script tag of the page itself, RequireJS takes that for an error. It marks the script elements that it makes.
 *
 * @see https://requirejs.org/docs/errors.html#mismatch
 */
function isAwaitedByAmd(): boolean {
  const script = runningScript();
  return !script || "requiremodule" in script.dataset;
}
