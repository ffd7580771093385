/** The page can't keep anything. */
import type { Ending, Scenario } from "../scenario.ts";
import type { Page } from "../stage.ts";
import { stay } from "./endings.ts";

export const BAD_STORAGE: readonly Scenario[] = [
  {
    id: "S11",
    title: "every storage call throws",
    play: async ({ visit }) => trackWithout(await visit({ storage: "throws" })),
  },
  {
    id: "S11b",
    title: "visitor blocks storage",
    play: async ({ visit, openBlocked }) => trackWithout(await visit({}, await openBlocked())),
  },
  {
    id: "S13",
    title: "localStorage full",
    play: async ({ visit }) => trackWithout(await visit({ storage: "full" })),
  },
];

/** @throws Error when there was storage all the same: then the scenario has shown nothing */
async function trackWithout({ tab, tracked }: Page): Promise<Ending> {
  const { canStore } = await tracked();
  if (canStore) throw new Error("the page could store");
  return stay(tab);
}
