/** How visitors go on after the first part of a scenario. */
import type { Tab } from "../engines/visitor.ts";
import type { Ending } from "../scenario.ts";

/** The page stays open, and the next one follows in its tab. */
export function stay(tab: Tab): Ending {
  return { isPageOpen: true, comeBack: (url) => tab.goto(url) };
}
