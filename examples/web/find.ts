/** Finds an element that a page's script needs. */

/**
 * Returns the first element for the selector.
 *
 * @throws Error if there is none of that type: the page and its script do not fit together.
 */
export function find<T extends Element>(
  selector: string,
  type: abstract new (...args: never) => T,
  root: ParentNode = document,
): T {
  const element = root.querySelector(selector);
  if (element instanceof type) return element;
  throw new Error(`The page has no ${type.name} at "${selector}".`);
}
