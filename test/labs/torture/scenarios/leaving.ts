/** Pages that end and nobody comes back: what they have not sent by then, nobody will. */
import { setTimeout as sleep } from "node:timers/promises";
import type { FirstVisit, Scenario } from "../scenario.ts";

/** The browser has what was tracked 50 ms after it. */
const LEFT_WITH_THE_BROWSER_MS = 200;

export const LEAVING: readonly Scenario[] = [
  {
    id: "S19",
    title: "the page crashes, and nobody comes back",
    needs: "crash requests",
    async run({ openCrashable, visit }) {
      const { tab, tracked } = await visit({}, await openCrashable(1));
      await tracked();
      await sleep(LEFT_WITH_THE_BROWSER_MS);
      await tab.crash();
      return comeNeverBack();
    },
  },
  {
    id: "S20",
    title: "tracked in listeners that run after ours, and nobody comes back",
    async run({ scale, site, visit }) {
      for (let page = 0; page < scale.pages; page++) {
        const { tab, tracked } = await visit({ count: 4, everyMs: 0, isTrackedWhileLeaving: true });
        await tracked();
        await tab.goto(`${site.url}/left`);
      }
      return comeNeverBack();
    },
  },
];

function comeNeverBack(): FirstVisit {
  return { isPageOpen: false, openNextPage: () => Promise.resolve() };
}
