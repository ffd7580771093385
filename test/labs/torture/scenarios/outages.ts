/** The server is out for a while, each time in another way. */
import { setTimeout as sleep } from "node:timers/promises";
import type { Behaviour } from "../behaviour.ts";
import type { Scenario } from "../scenario.ts";
import { stay } from "./endings.ts";

export const OUTAGES: readonly Scenario[] = [
  outage("S5", "503 for a while", { kind: "refuse", status: 503 }),
  outage("S5b", "500 for a while", { kind: "refuse", status: 500 }),
  outage("S6", "connections reset for a while", { kind: "reset" }),
  {
    id: "S7",
    title: "offline, then back",
    async play(stage) {
      const page = await stage.visit();
      await stage.collector.goOffline();
      await sleep(stage.scale.outageMs);
      await stage.collector.goOnline();
      await page.tracked();
      return stay(page.tab);
    },
  },
  outage("S10", "429 with Retry-After for a while", { kind: "refuse", status: 429, retryAfterS: 2 }),
  {
    id: "S14",
    title: "the server hangs",
    async play(stage) {
      const page = await stage.visit();
      stage.collector.behave({ kind: "hang" });
      await sleep(stage.scale.hangMs);
      stage.collector.behave({ kind: "normal" });
      await page.tracked();
      return stay(page.tab);
    },
  },
  {
    id: "S14b",
    title: "answers later than the page waits",
    async play(stage) {
      stage.collector.behave({ kind: "late", delayMs: stage.scale.requestTimeoutMs + 500 });
      const page = await stage.visit();
      await page.tracked();
      await sleep(stage.scale.requestTimeoutMs + 1_000);
      stage.collector.behave({ kind: "normal" });
      return stay(page.tab);
    },
  },
];

/** It begins with the page, outlasts the last event and ends. */
function outage(id: string, title: string, behaviour: Behaviour): Scenario {
  return {
    id,
    title,
    async play({ scale, collector, visit }) {
      collector.behave(behaviour);
      const page = await visit();
      await Promise.all([page.tracked(), sleep(scale.outageMs)]);
      collector.behave({ kind: "normal" });
      return stay(page.tab);
    },
  };
}
