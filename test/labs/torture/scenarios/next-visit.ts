/** How visitors go on after the first part of a scenario. */
import type { Tab, Visitor } from "../engines/engine.ts";
import type { FirstVisit } from "../scenario.ts";

/** The page stays open, and the next one follows in its tab. */
export function stayOpen(tab: Tab): FirstVisit {
  return { isPageOpen: true, openNextPage: (url) => tab.goto(url) };
}

/** Loads a crashed tab again. Some automations lose it: the visitor then opens another one. */
export async function reopen(visitor: Visitor, tab: Tab, url: string): Promise<void> {
  await tab.goto(url).catch(() => visitor.openTab(url));
}
