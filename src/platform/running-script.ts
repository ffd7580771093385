/** Finds the script element whose file runs at this moment. */

/**
 * Returns `undefined` in a module, in a callback, and where there is no page.
 *
 * Not whatever `document.currentScript` holds: an image of that name takes the place of the property.
 */
export function runningScript(): HTMLScriptElement | undefined {
  if (typeof document === "undefined") return undefined;
  const { currentScript } = document;
  return currentScript instanceof HTMLScriptElement ? currentScript : undefined;
}
