/** The server is out for a while, each time in another way. */
import { setTimeout as sleep } from "node:timers/promises";
import type { Behaviour } from "../behaviour.ts";
import type { Scenario } from "../scenario.ts";
import { stayOpen } from "./next-visit.ts";

export const OUTAGES: readonly Scenario[] = [
  outage("S5", "503 for a while", { kind: "refuse", status: 503 }),
  outage("S5b", "500 for a while", { kind: "refuse", status: 500 }),
  outage("S6", "connections reset for a while", { kind: "reset" }),
  {
    id: "S7",
    title: "offline, then back",
    async run(environment) {
      const page = await environment.visit();
      await environment.collector.goOffline();
      await sleep(environment.scale.outageMs);
      await environment.collector.goOnline();
      await page.tracked();
      return stayOpen(page.tab);
    },
  },
  outage("S10", "429 with Retry-After for a while", { kind: "refuse", status: 429, retryAfterS: 2 }),
  {
    id: "S14",
    title: "the server hangs",
    async run(environment) {
      const page = await environment.visit();
      environment.collector.behave({ kind: "hang" });
      await sleep(environment.scale.hangMs);
      environment.collector.behave({ kind: "normal" });
      await page.tracked();
      return stayOpen(page.tab);
    },
  },
  {
    id: "S14b",
    title: "answers later than the page waits",
    async run(environment) {
      environment.collector.behave({ kind: "late", delayMs: environment.scale.requestTimeoutMs + 500 });
      const page = await environment.visit();
      await page.tracked();
      await sleep(environment.scale.requestTimeoutMs + 1_000);
      environment.collector.behave({ kind: "normal" });
      return stayOpen(page.tab);
    },
  },
];

/** It begins with the page, outlasts the last event and ends. */
function outage(id: string, title: string, behaviour: Behaviour): Scenario {
  return {
    id,
    title,
    async run({ scale, collector, visit }) {
      collector.behave(behaviour);
      const page = await visit();
      await Promise.all([page.tracked(), sleep(scale.outageMs)]);
      collector.behave({ kind: "normal" });
      return stayOpen(page.tab);
    },
  };
}
