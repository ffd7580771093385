/** Several tabs of one visitor. */
import { setTimeout as sleep } from "node:timers/promises";
import type { Scenario } from "../scenario.ts";
import type { Page } from "../environment.ts";
import { waitUntil } from "../wait.ts";
import { reopen, stayOpen } from "./next-visit.ts";

const TABS = 8;
/** Well within what a page waits for. */
const LATE_MS = 1_000;
const STORED_WITHIN_MS = 20_000;

export const TABS_AT_ONCE: readonly Scenario[] = [
  {
    id: "S12",
    title: "two tabs in an outage",
    async run({ collector, scale, visit }) {
      collector.behave({ kind: "refuse", status: 503 });
      const first = await visit();
      const second = await visit();
      await Promise.all([first.tracked(), second.tracked(), sleep(scale.outageMs)]);
      collector.behave({ kind: "normal" });
      return stayOpen(second.tab);
    },
  },
  {
    id: "S17",
    title: "eight tabs, one crashes in the middle of a request",
    async run({ collector, ingest, openCrashable, scale, visit }) {
      collector.behave({ kind: "late", delayMs: LATE_MS });
      const visitor = await openCrashable(TABS + 1);
      const others: Page[] = [];
      const events = scale.events / 5;
      for (let tab = 1; tab < TABS; tab++) others.push(await visit({ count: events }, visitor));
      await Promise.all(others.map(({ tracked }) => tracked()));
      // The others have nothing to send any more, so the request on its way is that of the last one. It stores nothing.
      await waitUntil(STORED_WITHIN_MS, async () => (await ingest.files()).length === others.length * events);
      await waitUntil(STORED_WITHIN_MS, () => collector.traffic().inFlight === 0);
      collector.behave({ kind: "hang" });
      const { tab, tracked } = await visit({ count: events }, visitor);
      await tracked();
      await waitUntil(STORED_WITHIN_MS, () => collector.traffic().inFlight > 0);
      await tab.crash();
      collector.behave({ kind: "normal" });
      return {
        isPageOpen: false,
        openNextPage: (url) => reopen(visitor, tab, url),
      };
    },
  },
  {
    id: "S18",
    title: "a duplicated tab, in an outage",
    async run({ collector, scale, visit }) {
      collector.behave({ kind: "refuse", status: 503 });
      const first = await visit();
      const { session } = await first.tracked();
      const second = await visit({ session });
      await Promise.all([second.tracked(), sleep(scale.outageMs)]);
      collector.behave({ kind: "normal" });
      return stayOpen(second.tab);
    },
  },
];
