/** How visitors go on after the first part of a scenario. */
import type { Tab, Visitor } from "../engines/visitor.ts";
import type { Ending } from "../scenario.ts";

/** The page stays open, and the next one follows in its tab. */
export function stay(tab: Tab): Ending {
  return { isPageOpen: true, comeBack: (url) => tab.goto(url) };
}

/** Loads a crashed tab again. Some drivers lose it; the visitor then opens another one. */
export async function reopen(visitor: Visitor, tab: Tab, url: string): Promise<void> {
  await tab.goto(url).catch(() => visitor.openTab(url));
}
