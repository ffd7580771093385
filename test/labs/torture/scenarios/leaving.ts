/** Pages that end and nobody comes back: what they have not sent by then, nobody will. */
import { setTimeout as sleep } from "node:timers/promises";
import type { FirstVisit, Scenario } from "../scenario.ts";

/** The full batches are acknowledged by then, and the browser has the waiting events. */
const LEFT_WITH_THE_BROWSER_MS = 1_500;

/** Beyond full batches of 25, which are sent at once. They wait as the page crashes. */
const WAITING_EVENTS = 15;
const LONG_FLUSH_MS = 10_000;

export const LEAVING: readonly Scenario[] = [
  {
    id: "S19",
    title: "the page crashes, and nobody comes back",
    needs: "crash requests",
    async run({ openCrashable, scale, visit }) {
      const task = { count: scale.events + WAITING_EVENTS, everyMs: 0, flushIntervalMs: LONG_FLUSH_MS };
      const { tab, tracked } = await visit(task, await openCrashable(1));
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
