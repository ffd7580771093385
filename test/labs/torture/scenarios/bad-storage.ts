/** The page can't keep anything. */
import type { FirstVisit, Scenario } from "../scenario.ts";
import type { Page } from "../environment.ts";
import { stayOpen } from "./next-visit.ts";

export const BAD_STORAGE: readonly Scenario[] = [
  {
    id: "S11",
    title: "every storage call throws",
    run: async ({ visit }) => trackWithout(await visit({ storage: "throws" })),
  },
  {
    id: "S11b",
    title: "visitor blocks storage",
    run: async ({ visit, openBlocked }) => trackWithout(await visit({}, await openBlocked())),
  },
  {
    id: "S13",
    title: "localStorage full",
    run: async ({ visit }) => trackWithout(await visit({ storage: "full" })),
  },
];

/** @throws Error when there was storage all the same: then the scenario has shown nothing */
async function trackWithout({ tab, tracked }: Page): Promise<FirstVisit> {
  const { canStore } = await tracked();
  if (canStore) throw new Error("the page could store");
  return stayOpen(tab);
}
