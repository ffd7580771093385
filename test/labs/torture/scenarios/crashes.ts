/** In an outage the page's process crashes, or the whole browser is killed. */
import { setTimeout as sleep } from "node:timers/promises";
import type { Scenario } from "../scenario.ts";
import { reopen } from "./next-visit.ts";

const SOON_MS = 1_000;

export const CRASHES: readonly Scenario[] = [
  {
    id: "S9",
    title: "renderer crash in an outage",
    async run({ collector, openCrashable, visit }) {
      collector.behave({ kind: "refuse", status: 503 });
      const visitor = await openCrashable(2);
      const { tab, tracked } = await visit({}, visitor);
      await tracked();
      await tab.crash();
      return {
        isPageOpen: false,
        async openNextPage(url) {
          collector.behave({ kind: "normal" });
          await reopen(visitor, tab, url);
        },
      };
    },
  },
  kill("S9k", "browser killed 1 s after the last event, in an outage", () => SOON_MS),
  kill("S9l", "browser killed long after the last event, in an outage", ({ lateKillMs }) => lateKillMs),
];

function kill(id: string, title: string, delayOf: (scale: { readonly lateKillMs: number }) => number): Scenario {
  return {
    id,
    title,
    async run({ collector, openProfile, visit, scale }) {
      collector.behave({ kind: "refuse", status: 503 });
      const visitor = await openProfile();
      const { tracked } = await visit({}, visitor);
      await tracked();
      await sleep(delayOf(scale));
      await visitor.kill();
      return {
        isPageOpen: false,
        async openNextPage(url) {
          collector.behave({ kind: "normal" });
          await (await openProfile()).openTab(url);
        },
      };
    },
  };
}
